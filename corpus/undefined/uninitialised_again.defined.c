/* defined: 6.2.4p6: the look-alike of uninitialised_again.c */
#include <stdio.h>

int main(void)
{
    int total = 0;
    for (int i = 0; i < 3; i++) {
        static int x;
        if (i == 0)
            x = 5;
        total += x;
    }
    printf("%d\n", total);
    return 0;
}
