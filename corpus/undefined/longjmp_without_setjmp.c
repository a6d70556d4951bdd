/* undefined: 7.13.2.1p2: longjmp to where setjmp never was */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;

int main(int count, char **words)
{
    (void)words;
    if (count > 5) {
        if (setjmp(place))
            return 3;
    }
    puts("jump");
    fflush(stdout);
    longjmp(place, 1);
}
