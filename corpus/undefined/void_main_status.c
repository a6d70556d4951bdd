/* unspecified: 5.1.2.2.3p1: the status of a main that returns no int */
#include <stdio.h>
void main(void)
{
    printf("%d\n", 1);
}
