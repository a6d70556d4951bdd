/* defined: 7.21.5.3p3: the look-alike of fopen_mode.c */
#include <stdio.h>

int main(void)
{
    FILE *f = fopen("/dev/null", "rb+");
    printf("%d\n", f != 0);
    return 0;
}
