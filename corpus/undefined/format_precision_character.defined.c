/* defined: 7.21.6.1p4: the look-alike of format_precision_character.c */
#include <stdio.h>

int main(void)
{
    printf("%3c|\n", 'x');
    return 0;
}
