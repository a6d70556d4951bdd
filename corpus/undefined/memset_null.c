/* undefined: 7.1.4p1, 7.24.1p2: a null pointer even for no bytes */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char *p = 0;
    int n = 0;
    memset(p, 0, n);
    printf("%d\n", p == 0);
    return 0;
}
