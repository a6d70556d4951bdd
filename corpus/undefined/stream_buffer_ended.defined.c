/* defined: 7.21.5.6p2, 6.2.4p2: the look-alike of stream_buffer_ended.c */
#include <stdio.h>

static void set(FILE *f)
{
    static char buffer[256];
    setvbuf(f, buffer, _IOFBF, sizeof buffer);
}
int main(void)
{
    set(stdout);
    printf("hello\n");
    return 0;
}
