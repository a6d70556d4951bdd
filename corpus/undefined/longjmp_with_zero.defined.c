/* defined: 7.13.2.1p4: setjmp returns 1 when longjmp is given 0 */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;
int main(void)
{
    volatile int n = 0;
    if (setjmp(place) == 0 && n++ < 1)
        longjmp(place, 0);
    printf("%d\n", n);
    return 0;
}
