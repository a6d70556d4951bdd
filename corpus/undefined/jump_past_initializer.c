/* undefined: 6.2.4p6: goto jumps over an initializer */
#include <stdio.h>

int main(void)
{
    goto inside;
    {
        int x = 3;
inside:
        printf("%d\n", x);
    }
    return 0;
}
