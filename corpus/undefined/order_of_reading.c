/* unspecified: 6.5p3: two characters of a stream read in one expression */
#include <stdio.h>

int main(void)
{
    FILE *f = tmpfile();
    fputs("ab", f);
    rewind(f);
    int pair = fgetc(f) * 256 + fgetc(f);
    printf("%d\n", pair);
    return 0;
}
