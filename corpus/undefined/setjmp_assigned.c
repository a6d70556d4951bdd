/* undefined: 7.13.1.1p5: the value of setjmp assigned */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;

int main(void)
{
    int came = setjmp(place);
    if (came == 0)
        longjmp(place, 4);
    printf("%d\n", came);
    return 0;
}
