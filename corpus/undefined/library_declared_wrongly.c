/* undefined: 7.1.4p2, 6.5.2.2p9: a library function declared with another type */
#include <stdio.h>
extern double abs(int);
int main(void)
{
    printf("%d\n", abs(-5) > 1e300);
    return 0;
}
