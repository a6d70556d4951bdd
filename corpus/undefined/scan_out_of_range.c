/* undefined: 7.21.6.2p10: a scanned number that does not fit its object */
#include <stdio.h>

int main(void)
{
    int x = 0;
    sscanf("99999999999", "%d", &x);
    printf("%d\n", x);
    return 0;
}
