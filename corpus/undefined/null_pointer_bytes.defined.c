/* defined: 6.3.2.3p3: a null pointer made by memset: all bits zero on x86-64 */
#include <stdio.h>
#include <string.h>

int main(void)
{
    int *p;
    memset(&p, 0, sizeof p);
    printf("%d\n", p == 0);
    return 0;
}
