/* undefined: 7.21.5.3p3: a mode that fopen does not know */
#include <stdio.h>

int main(void)
{
    FILE *f = fopen("/dev/null", "q");
    printf("%d\n", f != 0);
    return 0;
}
