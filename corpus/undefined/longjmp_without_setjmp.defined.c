/* defined: 7.13.2.1p2: the look-alike of longjmp_without_setjmp.c */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;

int main(int count, char **words)
{
    (void)words;
    if (count > 0) {
        if (setjmp(place))
            return 3;
    }
    puts("jump");
    fflush(stdout);
    longjmp(place, 1);
}
