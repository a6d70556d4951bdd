/* defined: 6.7.2.1p18: a flexible array member with room */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    struct f { int n; char text[]; } *p = malloc(sizeof *p + 4);
    strcpy(p->text, "abc");
    printf("%d\n", p->text[2]);
    return 0;
}
