/* defined: 7.22.5.1p3: the look-alike of bsearch_unsorted.c */
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

int main(void)
{
    int a[] = {1, 2, 3, 4, 5, 7, 9}, key = 3;
    int *found = bsearch(&key, a, 7, sizeof a[0], compare);
    printf("%d\n", found == NULL);
    return 0;
}
