/* undefined: 7.21.5.6p2: setvbuf after the stream was written to */
#include <stdio.h>

static char buffer[64];
int main(void)
{
    printf("first\n");
    printf("%d\n", setvbuf(stdout, buffer, _IOFBF, sizeof buffer));
    return 0;
}
