/* unspecified: 6.5.2.2p10: the called function and its argument are chosen in either order */
#include <stdio.h>

static int trace;
static int twice(int x) { return 2 * x; }
static int (*choose(void))(int) { trace = 10 * trace + 1; return twice; }
static int value(void) { trace = 10 * trace + 2; return 3; }

int main(void)
{
    int result = choose()(value());
    printf("%d %d\n", result, trace);
    return 0;
}
