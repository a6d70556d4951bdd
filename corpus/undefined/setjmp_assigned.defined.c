/* defined: 7.13.1.1p5: the look-alike of setjmp_assigned.c */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;

int main(void)
{
    switch (setjmp(place)) {
    case 0:
        longjmp(place, 4);
    case 4:
        printf("%d\n", 4);
        break;
    default:
        puts("no");
    }
    return 0;
}
