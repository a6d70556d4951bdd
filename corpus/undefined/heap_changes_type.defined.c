/* defined: 6.5p6: allocated memory takes the type of the last store */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    void *p = malloc(8);
    *(int *)p = 1;
    int first = *(int *)p;
    *(float *)p = 2.5f;
    printf("%d %.1f\n", first, (double)*(float *)p);
    free(p);
    return 0;
}
