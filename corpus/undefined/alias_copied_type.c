/* undefined: 6.5p6: memcpy takes the effective type along */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    int x = 5;
    void *p = malloc(4);
    memcpy(p, &x, 4);
    printf("%d\n", *(short *)p);
    return 0;
}
