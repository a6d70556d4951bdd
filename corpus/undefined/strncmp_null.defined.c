/* defined: 7.24.1p2: the look-alike of strncmp_null.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    volatile size_t none = 0;
    const char *p = "";
    printf("%d %d\n", strncmp(p, "abc", none), p == NULL);
    return 0;
}
