/* undefined: 6.5.8p5: two allocated objects compared with > */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *a = malloc(4), *b = malloc(4);
    printf("%d\n", a > b);
    return 0;
}
