/* defined: 6.5.2.2p10: the look-alike of order_of_callee.c */
#include <stdio.h>

static int trace;
static int twice(int x) { return 2 * x; }
static int (*choose(void))(int) { trace = 10 * trace + 1; return twice; }
static int value(void) {  return 3; }

int main(void)
{
    int result = choose()(value());
    printf("%d %d\n", result, trace);
    return 0;
}
