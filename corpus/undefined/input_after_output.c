/* undefined: 7.21.5.3p7: input follows output on an update stream without a positioning call */
#include <stdio.h>

int main(void)
{
    FILE *f = tmpfile();
    fputs("abc", f);
    rewind(f);
    fputs("x", f);

    printf("%d\n", fgetc(f));
    return 0;
}
