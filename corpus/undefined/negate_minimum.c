/* undefined: 6.5p5: the negation of INT_MIN is not an int */
#include <limits.h>
#include <stdio.h>

int main(void)
{
    int x = INT_MIN;
    printf("%d\n", -x);
    return 0;
}
