/* undefined: 6.2.4p2: a pointer kept from the last time round */
#include <stdio.h>

int main(void)
{
    int *p = 0, n = 0;
    for (int i = 0; i < 3; i++) {
        int x = i;
        if (p)
            n += *p;
        p = &x;
    }
    printf("%d\n", n);
    return 0;
}
