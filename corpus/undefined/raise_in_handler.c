/* undefined: 7.14.1.1p4: raise called by the handler of a signal that raise sent */
#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t seen;

static void other(int number)
{
    seen += number == SIGUSR2 ? 10 : 100;
}

static void handler(int number)
{
    seen += number == SIGUSR1;
    raise(SIGUSR2);
}

int main(void)
{
    signal(SIGUSR2, other);
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
    printf("%d\n", (int)seen);
    return 0;
}
