/* undefined: 6.4.5p7: a string literal overwritten by strcpy */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char *s = "some text";
    printf("%d\n", 1);
    fflush(stdout);
    strcpy(s, "none");
    printf("%d\n", s[0]);
    return 0;
}
