/* undefined: 7.21.6.1p5, p9: a long for the width of a conversion */
#include <stdio.h>

int main(void)
{
    printf("%*d|\n", (long)6, 5);
    return 0;
}
