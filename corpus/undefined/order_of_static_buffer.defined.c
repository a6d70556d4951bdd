/* defined: 6.5.2.2p10: the look-alike of order_of_static_buffer.c */
#include <stdio.h>

static char *name(int n)
{
    static char buffer[2][8];
    static int turn;
    turn = n - 1;
    snprintf(buffer[turn], 8, "n%d", n);
    return buffer[turn];
}
int main(void)
{
    printf("%s %s\n", name(1), name(2));
    return 0;
}
