/* undefined: 6.5.6p8: adding to a null pointer */
#include <stdio.h>

int main(void)
{
    char *p = 0;
    int n = 4;
    printf("%d\n", p + n != 0);
    return 0;
}
