/* undefined: 7.21.5.6p2, 6.2.4p2: a stream uses an automatic buffer of a function that has returned */
#include <stdio.h>

static void set(FILE *f)
{
    char buffer[256];
    setvbuf(f, buffer, _IOFBF, sizeof buffer);
}
static int noise(void)
{
    volatile char other[512];
    for (int i = 0; i < 512; i++)
        other[i] = (char)i;
    return other[3];
}
int main(void)
{
    set(stdout);
    printf("hello\n");
    noise();
    return 0;
}
