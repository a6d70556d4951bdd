/* defined: 6.2.4p2: the look-alike of loop_body_ended.c */
#include <stdio.h>

int main(void)
{
    int *p = 0, n = 0, x[3];
    for (int i = 0; i < 3; i++) {
        x[i] = i;
        if (p)
            n += *p;
        p = &x[i];
    }
    printf("%d\n", n);
    return 0;
}
