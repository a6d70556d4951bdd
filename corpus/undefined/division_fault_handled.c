/* undefined: 6.5.5p5, 7.14.1.1p3: the handler of a division fault */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static void fault(int number) { _Exit(number == SIGFPE ? 4 : 5); }
int main(void)
{
    volatile int zero = 0;
    signal(SIGFPE, fault);
    zero = 1 / zero;
    return zero;
}
