/* defined: 7.21.5.2p2: the look-alike of fflush_input.c */
#include <stdio.h>

int main(void)
{
    FILE *f = tmpfile();
    fputs("abc", f);
    rewind(f);
    int first = fgetc(f);
    fflush(stdout);
    printf("%c %c\n", first, fgetc(f));
    return 0;
}
