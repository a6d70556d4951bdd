/* defined: 7.13.2.1p2: the look-alike of jump_into_returned.c */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;

int main(void)
{
    static int n;
    if (setjmp(env) == 0 && n++ == 0) {
        printf("%d\n", n);
        longjmp(env, 1);
    }
    printf("%d\n", n);
    return 0;
}
