/* defined: 6.5.16p3: a = b = c */
#include <stdio.h>

int main(void)
{
    int a, b, c = 4;
    a = b = c;
    printf("%d\n", a + b);
    return 0;
}
