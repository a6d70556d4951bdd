/* undefined: 7.21.6.1p6: the flag 0 with the conversion s */
#include <stdio.h>

int main(void)
{
    const char *s = "ab";
    printf("%05s|\n", s);
    return 0;
}
