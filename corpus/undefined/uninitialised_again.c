/* undefined: 6.2.4p6: the object of a block is a new one each time round */
#include <stdio.h>

int main(void)
{
    int total = 0;
    for (int i = 0; i < 3; i++) {
        int x;
        if (i == 0)
            x = 5;
        total += x;
    }
    printf("%d\n", total);
    return 0;
}
