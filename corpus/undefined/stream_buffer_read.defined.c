/* defined: 7.21.5.6p2: the look-alike of stream_buffer_read.c */
#include <stdio.h>

int main(void)
{
    static char buffer[BUFSIZ];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    printf("abc ");
    int first = sizeof buffer == BUFSIZ;
    printf("%d\n", first);
    return 0;
}
