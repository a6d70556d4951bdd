/* unstable: 6.3.2.3p6: the address of a function is printed */
#include <stdio.h>

int main(void)
{
    printf("%lx\n", (unsigned long)&main);
    return 0;
}
