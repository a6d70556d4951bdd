/* undefined: 6.10.4p3: #line 0 */
#include <stdio.h>

int main(void)
{
#line 0
    printf("%d\n", __LINE__);
    return 0;
}
