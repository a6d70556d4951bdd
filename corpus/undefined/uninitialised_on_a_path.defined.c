/* defined: 6.7.9p10: the look-alike of uninitialised_on_a_path.c */
#include <stdio.h>

int main(void)
{
    int x, n = 3;
    if (n < 5)
        x = 1;
    printf("%d\n", x);
    return 0;
}
