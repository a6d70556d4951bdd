/* defined: 7.21.8.1p2: the look-alike of fread_partial.c */
#include <stdio.h>

int main(void)
{
    FILE *f = tmpfile();
    int x[2] = {1, 2};
    fwrite(x, 1, 6, f);
    rewind(f);
    x[0] = x[1] = 9;
    size_t n = fread(x, sizeof(int), 2, f);
    printf("%zu %d\n", n, x[0]);
    return 0;
}
