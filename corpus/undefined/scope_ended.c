/* undefined: 6.2.4p2: an object used after its block */
#include <stdio.h>

int main(void)
{
    int *p;
    {
        int x = 5;
        p = &x;
    }
    printf("%d\n", *p);
    return 0;
}
