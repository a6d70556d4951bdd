/* undefined: 6.2.6.1p5: a _Bool holding 2 */
#include <stdio.h>

int main(void)
{
    _Bool b = 0;
    *(unsigned char *)&b = 2;
    printf("%d\n", b ? 1 : 0);
    return 0;
}
