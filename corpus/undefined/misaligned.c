/* undefined: 6.3.2.3p7: a pointer not aligned for its type */
#include <stdio.h>

int main(void)
{
    char b[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    int *p = (int *)(b + 1);
    printf("%d\n", *p);
    return 0;
}
