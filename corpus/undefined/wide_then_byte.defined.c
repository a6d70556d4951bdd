/* defined: 7.21.2p4: the look-alike of wide_then_byte.c */
#include <stdio.h>
#include <wchar.h>

int main(void)
{
    wprintf(L"%d\n", 1);
    int n = wprintf(L"%d\n", 2);
    wprintf(L"%d\n", n);
    return 0;
}
