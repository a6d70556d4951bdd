/* undefined: 6.9p5: an external object that nobody defines */
#include <stdio.h>
extern int nowhere;
int main(void)
{
    printf("%d\n", nowhere);
    return 0;
}
