/* unspecified: 6.5.2.2p10, J.1: functions called as arguments change one counter */
#include <stdio.h>

static int n;
static int next(void) { return ++n; }

int main(void)
{
    printf("%d %d\n", next(), next());
    return 0;
}
