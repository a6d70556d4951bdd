/* defined: 7.22.5p4: the look-alike of qsort_inconsistent.c */
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) { return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b); }

int main(void)
{
    int a[4] = {3, 1, 2, 4};
    qsort(a, 4, sizeof *a, compare);
    printf("%d\n", a[0]);
    return 0;
}
