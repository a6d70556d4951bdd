/* defined: 7.1.4p1, 7.29.4.2.1: the look-alike of wcscpy_overrun.c */
#include <stdio.h>
#include <wchar.h>

int main(void)
{
    struct { wchar_t a[3]; wchar_t behind[3]; } r = {L"", L"ab"};
    wcscpy(r.a, L"xy");
    printf("%d\n", (int)r.behind[0]);
    return 0;
}
