/* undefined: 6.5p2: i + i++ */
#include <stdio.h>

int main(void)
{
    int i = 1;
    printf("%d\n", i + i++);
    return 0;
}
