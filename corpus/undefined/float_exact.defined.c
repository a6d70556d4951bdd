/* defined: F.3: exact sums */
#include <stdio.h>

int main(void)
{
    double x = 0.5, y = 0.25;
    printf("%d\n", x + y == 0.75);
    return 0;
}
