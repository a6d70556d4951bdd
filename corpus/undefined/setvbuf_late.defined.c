/* defined: 7.21.5.6p2: the look-alike of setvbuf_late.c */
#include <stdio.h>

static char buffer[64];
int main(void)
{

    printf("%d\n", setvbuf(stdout, buffer, _IOFBF, sizeof buffer));
    return 0;
}
