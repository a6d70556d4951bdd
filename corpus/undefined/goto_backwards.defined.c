/* defined: 6.2.4p6: the same object when its declaration is reached again */
#include <stdio.h>

int main(void)
{
    int n = 0;
again:;
    int x = n;
    n++;
    if (n < 3)
        goto again;
    printf("%d\n", x);
    return 0;
}
