/* undefined: 7.13.2.1p2: longjmp into a function that has returned */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;
static int mark(void) { return setjmp(env); }

int main(void)
{
    static int n;
    if (mark() == 0 && n++ == 0) {
        printf("%d\n", n);
        fflush(stdout);
        longjmp(env, 1);
    }
    printf("%d\n", n);
    return 0;
}
