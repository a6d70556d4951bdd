/* undefined: 7.21.3p4: a stream closed twice */
#include <stdio.h>

int main(void)
{
    FILE *f = fopen("/dev/null", "r"), *g = fopen("/dev/null", "r");
    printf("%d\n", fclose(f));
    printf("%d\n", fclose(f));
    return 0;
}
