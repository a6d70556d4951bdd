/* defined: 6.10.1p4: the look-alike of defined_from_macro.c */
#include <stdio.h>

#define ZERO 0
#define HAS (1 - ZERO)
int main(void)
{
#if HAS
    printf("yes\n");
#else
    printf("no\n");
#endif
    return 0;
}
