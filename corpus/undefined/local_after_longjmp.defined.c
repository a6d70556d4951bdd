/* defined: 7.13.2.1p3: the look-alike of local_after_longjmp.c */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;

int main(void)
{
    volatile int n = 1;
    if (setjmp(env) == 0) {
        n = 2;
        longjmp(env, 1);
    }
    printf("%d\n", n);
    return 0;
}
