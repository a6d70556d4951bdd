/* defined: 7.21.6.1p6: the look-alike of format_hash_with_d.c */
#include <stdio.h>

int main(void)
{
    int n = 17;
    printf("%#x\n", n);
    return 0;
}
