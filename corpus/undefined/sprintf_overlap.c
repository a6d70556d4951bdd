/* undefined: 7.21.6.6p2: sprintf from what it writes */
#include <stdio.h>

int main(void)
{
    char b[20] = "ab";
    sprintf(b, "%sx", b);
    printf("%d\n", b[0]);
    return 0;
}
