/* defined: 7.24.3.1p2: the look-alike of strcat_overlap.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[20] = "ab", c[20] = "ab";
    strcat(b, c);
    printf("%d\n", b[3]);
    return 0;
}
