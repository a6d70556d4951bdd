/* undefined: 7.29.4.2.3p2: wmemcpy of overlapping arrays */
#include <stdio.h>
#include <wchar.h>

int main(void)
{
    wchar_t text[] = L"abcdefgh";
    wmemcpy(text + 1, text, 6);
    printf("%ls\n", text);
    return 0;
}
