/* undefined: 6.5.7p4: a negative value is shifted left */
#include <stdio.h>

int main(void)
{
    int x = -1;
    printf("%d\n", x << 3);
    return 0;
}
