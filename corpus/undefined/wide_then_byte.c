/* undefined: 7.21.2p4: a byte output function on a wide stream */
#include <stdio.h>
#include <wchar.h>

int main(void)
{
    wprintf(L"%d\n", 1);
    int n = printf("%d\n", 2);
    wprintf(L"%d\n", n);
    return 0;
}
