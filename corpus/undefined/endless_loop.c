/* inconclusive: 6.8.5p6: a loop without side effects that never ends */
#include <stdio.h>

int main(void)
{
    int n = 1;
    printf("%d\n", 1);
    fflush(stdout);
    while (n)
        n = n * 3 % 5 + 1;
    printf("%d\n", 2);
    return 0;
}
