/* defined: 7.14.1.1p4: the look-alike of raise_in_handler.c */
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
}

int main(void)
{
    signal(SIGUSR2, other);
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
    raise(SIGUSR2);
    printf("%d\n", (int)seen);
    return 0;
}
