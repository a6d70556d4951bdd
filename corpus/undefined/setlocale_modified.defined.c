/* defined: 7.11.1.1p8: the look-alike of setlocale_modified.c */
#include <locale.h>
#include <stdio.h>

int main(void)
{
    char *name = setlocale(LC_ALL, NULL);
    printf("%c\n", name[0]);
    return 0;
}
