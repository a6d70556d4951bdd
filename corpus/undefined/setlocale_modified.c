/* undefined: 7.11.1.1p8: the string of setlocale modified */
#include <locale.h>
#include <stdio.h>

int main(void)
{
    char *name = setlocale(LC_ALL, NULL);
    name[0] = 'X';
    printf("%c\n", name[0]);
    return 0;
}
