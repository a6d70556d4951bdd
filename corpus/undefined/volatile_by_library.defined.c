/* defined: 6.7.3p6: the look-alike of volatile_by_library.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    auto int x = 5;
    memset((void *)&x, 0, sizeof x);
    printf("%d\n", x);
    return 0;
}
