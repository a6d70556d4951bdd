/* defined: 7.24.1p1, 6.5.6p8: the look-alike of strcpy_into_next_member.c */
#include <stdio.h>
#include <string.h>

struct S { char name[4]; char next[8]; };
int main(void)
{
    struct S s = {"", "next"};
    volatile char n = 0;
    const char *text = n ? "a" : "abc";
    strcpy(s.name, text);
    printf("%s\n", s.next);
    return 0;
}
