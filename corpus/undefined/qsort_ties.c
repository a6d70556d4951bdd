/* unspecified: 7.22.5.2p4, J.1: the order of elements that compare equal */
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) { return *(const int *)a / 10 - *(const int *)b / 10; }

int main(void)
{
    int a[4] = {31, 12, 11, 30};
    qsort(a, 4, sizeof *a, compare);
    printf("%d\n", a[0]);
    return 0;
}
