/* undefined: 6.7.9p10: an automatic pointer without a value is compared */
#include <stdio.h>

int main(void)
{
    int *p;
    printf("%d\n", p == 0);
    return 0;
}
