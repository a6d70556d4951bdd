/* undefined: 7.21.6.1p6: the flag # with the conversion d */
#include <stdio.h>

int main(void)
{
    int n = 17;
    printf("%#d\n", n);
    return 0;
}
