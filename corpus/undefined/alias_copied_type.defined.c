/* defined: 6.5p6: the look-alike of alias_copied_type.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    int x = 5;
    void *p = malloc(4);
    memcpy(p, &x, 4);
    printf("%d\n", *(unsigned *)p);
    return 0;
}
