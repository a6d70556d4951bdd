/* defined: 6.7.4p7, 6.9p5: the look-alike of inline_without_definition.c */
#include <stdio.h>
inline int twice(int x) { return 2 * x; }
extern inline int twice(int x);
int main(void)
{
    printf("%d\n", twice(3));
    return 0;
}
