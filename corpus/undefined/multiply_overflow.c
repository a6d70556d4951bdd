/* undefined: 6.5p5: signed multiplication overflows */
#include <stdio.h>

int main(void)
{
    int x = 65536;
    printf("%d\n", x * x);
    return 0;
}
