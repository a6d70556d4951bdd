/* undefined: 6.5p5: a loop counts past INT_MAX */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int n = 0;
    for (int i = INT_MAX - 2; i > 0; i++)
        n++;
    printf("%d\n", n);
    return 0;
}
