/* defined: 6.5.2.2p6: the look-alike of wrong_argument_type.c */
#include <stdio.h>

static int same();

int main(void)
{
    printf("%d\n", same((int)1.5) != 12345);
    return 0;
}

static int same(int a) { return a; }
