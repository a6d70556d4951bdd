/* defined: 6.2.5p15: implementation-defined: char is signed on x86-64 */
#include <stdio.h>

int main(void)
{
    char c = 200;
    printf("%d\n", c);
    return 0;
}
