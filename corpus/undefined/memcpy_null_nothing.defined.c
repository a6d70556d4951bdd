/* defined: 7.1.4p1, 7.24.1p2: the look-alike of memcpy_null_nothing.c */
#include <stdio.h>
#include <string.h>

static int copy(char *to, const char *from, size_t n)
{
    memcpy(to, from, n);
    return from == NULL;
}

int main(void)
{
    char a[4] = "abc";
    printf("%d\n", copy(a, "", 0));
    return 0;
}
