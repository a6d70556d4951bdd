/* undefined: 7.1.4p1, 7.24.1p2: memcpy of nothing from a null pointer */
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
    printf("%d\n", copy(a, NULL, 0));
    return 0;
}
