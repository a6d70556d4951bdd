/* undefined: 7.21.6.1p4: a precision for %c */
#include <stdio.h>

int main(void)
{
    printf("%.3c|\n", 'x');
    return 0;
}
