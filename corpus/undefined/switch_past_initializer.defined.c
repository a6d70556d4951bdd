/* defined: 6.2.4p6: the look-alike of switch_past_initializer.c */
#include <stdio.h>

int main(void)
{
    int n = 1;
    switch (n) {
        int x;
    case 1:
        x = 4;
        printf("%d\n", x);
    }
    return 0;
}
