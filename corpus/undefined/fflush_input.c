/* undefined: 7.21.5.2p2: fflush of a stream whose last operation was input */
#include <stdio.h>

int main(void)
{
    FILE *f = tmpfile();
    fputs("abc", f);
    rewind(f);
    int first = fgetc(f);
    fflush(f);
    printf("%c %c\n", first, fgetc(f));
    return 0;
}
