/* undefined: 7.13.2.1p3: an automatic array changed in between */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;

int main(void)
{
    int a[2] = {1, 1}, k = 0;
    if (setjmp(env) == 0) {
        a[k + 1] = 2;
        longjmp(env, 1);
    }
    printf("%d\n", a[1]);
    return 0;
}
