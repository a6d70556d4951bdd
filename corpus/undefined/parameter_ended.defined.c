/* defined: 6.2.4p2: the look-alike of parameter_ended.c */
#include <stdio.h>

static int *kept;
static void keep(int *x) { kept = x; }
int main(void)
{
    int five = 5;
    keep(&five);
    printf("%d\n", *kept);
    return 0;
}
