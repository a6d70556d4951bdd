/* defined: 7.14.1.1: a handler for a raised signal */
#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t seen;
static void handler(int n) { seen = n; }

int main(void)
{
    signal(SIGTERM, handler);
    raise(SIGTERM);
    printf("%d\n", seen == SIGTERM);
    return 0;
}
