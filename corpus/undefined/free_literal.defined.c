/* defined: 7.22.3.3p2: the look-alike of free_literal.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *s = strcpy(malloc(5), "text");
    printf("%s\n", s);
    free(s);
    printf("freed\n");
    return 0;
}
