/* defined: 6.5.2.5p5: the look-alike of compound_literal_ended.c */
#include <stdio.h>

int main(void)
{
    int *p;
    p = (int[]){1, 2, 3};
    {
        printf("%d\n", p[1]);
    }
    return 0;
}
