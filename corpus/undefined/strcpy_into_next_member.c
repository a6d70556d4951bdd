/* undefined: 7.24.1p1, 6.5.6p8: strcpy beyond a member into the next one */
#include <stdio.h>
#include <string.h>

struct S { char name[4]; char next[8]; };
int main(void)
{
    struct S s = {"", "next"};
    volatile char n = 0;
    const char *text = n ? "a" : "abcdef";
    strcpy(s.name, text);
    printf("%s\n", s.next);
    return 0;
}
