/* undefined: 6.5p2: i = i++ */
#include <stdio.h>

int main(void)
{
    int i = 1;
    i = i++;
    printf("%d\n", i);
    return 0;
}
