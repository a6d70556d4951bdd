/* undefined: 6.5p7: a pointer object read as a pointer to another type */
#include <stdio.h>

int main(void)
{
    int x = 3, *p = &x;
    float **q = (float **)&p;
    printf("%d\n", *q != 0);
    return 0;
}
