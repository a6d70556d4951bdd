/* undefined: 6.5.5p5: integer division by zero */
#include <stdio.h>

int main(void)
{
    int x = 5, y = 0;
    printf("%d\n", 1);
    fflush(stdout);
    printf("%d\n", x / y);
    return 0;
}
