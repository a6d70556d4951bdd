/* defined: 7.22.5.2: qsort with a consistent comparison */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(void)
{
    char *names[3] = {"c", "a", "b"};
    qsort(names, 3, sizeof *names, compare);
    printf("%d\n", names[0][0]);
    return 0;
}
