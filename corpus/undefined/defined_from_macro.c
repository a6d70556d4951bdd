/* undefined: 6.10.1p4: #if with a macro that expands to defined */
#include <stdio.h>

#define ZERO 0
#define HAS defined ZERO
int main(void)
{
#if HAS
    printf("yes\n");
#else
    printf("no\n");
#endif
    return 0;
}
