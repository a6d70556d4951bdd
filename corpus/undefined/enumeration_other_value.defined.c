/* defined: 6.7.2.2p4: an enumeration holds what its integer type holds */
#include <stdio.h>

enum colour { RED, GREEN };
int main(void)
{
    enum colour c = (enum colour)7;
    printf("%d\n", (int)c);
    return 0;
}
