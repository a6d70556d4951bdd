/* defined: 7.21.3p4: the look-alike of fclose_twice.c */
#include <stdio.h>

int main(void)
{
    FILE *f = fopen("/dev/null", "r"), *g = fopen("/dev/null", "r");
    printf("%d\n", fclose(f));
    printf("%d\n", fclose(g));
    return 0;
}
