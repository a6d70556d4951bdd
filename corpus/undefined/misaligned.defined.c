/* defined: 6.3.2.3p7: the look-alike of misaligned.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    int n;
    memcpy(&n, b + 1, 4);
    printf("%d\n", n);
    return 0;
}
