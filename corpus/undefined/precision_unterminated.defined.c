/* defined: 7.21.6.1p8: a precision keeps %s inside of an array without a null character */
#include <stdio.h>

int main(void)
{
    char a[3] = "abc";
    printf("%.3s\n", a);
    return 0;
}
