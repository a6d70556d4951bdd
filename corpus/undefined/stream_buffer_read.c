/* undefined: 7.21.5.6p2: the contents of a stream's buffer */
#include <stdio.h>

int main(void)
{
    static char buffer[BUFSIZ];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    printf("abc ");
    int first = buffer[0];
    printf("%d\n", first);
    return 0;
}
