/* undefined: 6.5p2: i++ and ++i on one object */
#include <stdio.h>

int main(void)
{
    int i = 1;
    i = i++ + ++i;
    printf("%d\n", i);
    return 0;
}
