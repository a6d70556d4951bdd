/* defined: 6.5p3: the look-alike of order_of_reading.c */
#include <stdio.h>

int main(void)
{
    FILE *f = tmpfile();
    fputs("ab", f);
    rewind(f);
    int pair = fgetc(f) * 256;
    pair += fgetc(f);
    printf("%d\n", pair);
    return 0;
}
