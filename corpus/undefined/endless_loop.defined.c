/* defined: 6.8.5p6: the look-alike of endless_loop.c */
#include <stdio.h>

int main(void)
{
    int n = 1, m = 0;
    printf("%d\n", 1);
    while (n && m < 100) {
        n = n * 3 % 5 + 1;
        m++;
    }
    printf("%d\n", 2);
    return 0;
}
