/* defined: 6.5p2: *p++ = *q++ */
#include <stdio.h>

int main(void)
{
    char a[4] = "abc", b[4], *p = b, *q = a;
    while ((*p++ = *q++))
        ;
    printf("%d\n", b[2]);
    return 0;
}
