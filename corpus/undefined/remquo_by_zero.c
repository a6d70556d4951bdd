/* unspecified: 7.12.10.3p3: the quotient of remquo by zero */
#include <math.h>
#include <stdio.h>

int main(void)
{
    volatile double by = 0.0;
    int quotient = 77;
    double r = remquo(5.0, by, &quotient);
    printf("%d %d\n", quotient, r != r);
    return 0;
}
