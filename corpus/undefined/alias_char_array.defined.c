/* defined: 6.5p7: the look-alike of alias_char_array.c */
#include <stdio.h>
#include <string.h>

static _Alignas(int) char buffer[sizeof(int)];

int main(void)
{
    int n = 5;
    memcpy(buffer, &n, sizeof n);
    printf("%d\n", buffer[0]);
    return 0;
}
