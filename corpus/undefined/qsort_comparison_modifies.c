/* undefined: 7.22.5p2: the comparison function modifies the array */
#include <stdio.h>
#include <stdlib.h>

static int array[4] = {3, 1, 2, 4};

static int compare(const void *a, const void *b)
{
    array[3]++;
    return *(const int *)a - *(const int *)b;
}

int main(void)
{
    qsort(array, 4, sizeof array[0], compare);
    printf("%d %d\n", array[0], array[3]);
    return 0;
}
