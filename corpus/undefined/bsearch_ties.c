/* unspecified: 7.22.5.1p4, J.1: which of two matching elements is found */
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

int main(void)
{
    int a[5] = {1, 2, 2, 2, 3}, key = 2;
    printf("%d\n", (int)((int *)bsearch(&key, a, 5, sizeof *a, compare) - a));
    return 0;
}
