/* undefined: 7.21.6.1p8: a null pointer for %s */
#include <stdio.h>

int main(void)
{
    const char *none = NULL;
    printf("<%s>\n", none);
    return 0;
}
