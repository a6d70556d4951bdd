/* defined: 6.5.5p5, 7.14.1.1p3: the look-alike of division_fault_handled.c */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static void fault(int number) { _Exit(number == SIGTERM ? 4 : 5); }
int main(void)
{
    signal(SIGTERM, fault);
    raise(SIGTERM);
    return 0;
}
