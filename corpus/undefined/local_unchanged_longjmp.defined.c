/* defined: 7.13.2.1p3: the look-alike of local_unchanged_longjmp.c */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;

int main(void)
{
    int a[2] = {1, 1};
    if (setjmp(env) == 0)
        longjmp(env, 1);
    printf("%d\n", a[1]);
    return 0;
}
