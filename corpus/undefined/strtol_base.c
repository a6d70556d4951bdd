/* undefined: 7.22.1p1, 7.22.1.2: atol of a number that long does not have */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    printf("%ld\n", atol("99999999999999999999"));
    return 0;
}
