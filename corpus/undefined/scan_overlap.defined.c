/* defined: 7.21.6.7p2: the look-alike of scan_overlap.c */
#include <stdio.h>

int main(void)
{
    char text[32] = "ab cdefgh", other[32];
    sscanf(text, "%*s %31s", other);
    printf("%s\n", other);
    return 0;
}
