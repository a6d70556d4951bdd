/* defined: 6.2.6.1p4: a pointer copied byte by byte */
#include <stdio.h>

int main(void)
{
    int x = 4, *p = &x, *q;
    for (unsigned i = 0; i < sizeof p; i++)
        ((char *)&q)[i] = ((char *)&p)[i];
    printf("%d\n", *q);
    return 0;
}
