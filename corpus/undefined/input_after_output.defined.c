/* defined: 7.21.5.3p7: the look-alike of input_after_output.c */
#include <stdio.h>

int main(void)
{
    FILE *f = tmpfile();
    fputs("abc", f);
    rewind(f);
    fputs("x", f);
    fflush(f), fseek(f, 1, SEEK_SET);
    printf("%d\n", fgetc(f));
    return 0;
}
