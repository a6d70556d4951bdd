/* defined: 6.7.9p10, 6.3.2.1p2: the look-alike of switch_on_uninitialised.c */
#include <stdio.h>

static int choose(int set)
{
    int way;
    if (set)
        way = 2;
    switch (way) {
    case 0: return 10;
    case 2: return 20;
    default: return 30;
    }
}

int main(void)
{
    printf("%d\n", choose(2) + choose(1));
    return 0;
}
