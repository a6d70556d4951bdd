/* defined: 7.29.4.2.3p2: the look-alike of wide_copy_overlap.c */
#include <stdio.h>
#include <wchar.h>

int main(void)
{
    wchar_t text[] = L"abcdefgh";
    wmemmove(text + 1, text, 6);
    printf("%ls\n", text);
    return 0;
}
