/* undefined: 6.7.4p7, 6.9p5: an inline definition is no external one */
#include <stdio.h>
inline int twice(int x) { return 2 * x; }
int main(void)
{
    printf("%d\n", twice(3));
    return 0;
}
