/* defined: 6.5.2.5p5: a compound literal in the block where it is used */
#include <stdio.h>

int main(void)
{
    int n = 0;
    for (int i = 0; i < 3; i++) {
        int *p = (int[]){i, i + 1};
        n += p[1];
    }
    printf("%d\n", n);
    return 0;
}
