/* defined: 6.2.4p6: the look-alike of jump_past_initializer.c */
#include <stdio.h>

int main(void)
{
    goto inside;
    {
        int x = 3;
inside:
        x = 4;
        printf("%d\n", x);
    }
    return 0;
}
