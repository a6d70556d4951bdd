/* undefined: 6.5.5p5: integer remainder by zero */
#include <stdio.h>

int main(void)
{
    unsigned x = 5, y = 0;
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", x % y != 0);
    return 0;
}
