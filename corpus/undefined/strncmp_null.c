/* undefined: 7.24.1p2: a null pointer compared over no characters */
#include <stdio.h>
#include <string.h>

int main(void)
{
    volatile size_t none = 0;
    const char *p = NULL;
    printf("%d %d\n", strncmp(p, "abc", none), p == NULL);
    return 0;
}
