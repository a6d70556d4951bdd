/* undefined: 6.5p2: & has no sequence point */
#include <stdio.h>

int main(void)
{
    int x = 1;
    printf("%d\n", x++ & x++);
    return 0;
}
