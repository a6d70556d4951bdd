/* unspecified: 6.5.2.2p10: two results in one static buffer */
#include <stdio.h>

static char *name(int n)
{
    static char buffer[2][8];
    static int turn;

    snprintf(buffer[turn], 8, "n%d", n);
    return buffer[turn];
}
int main(void)
{
    printf("%s %s\n", name(1), name(2));
    return 0;
}
