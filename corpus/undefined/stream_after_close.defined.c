/* defined: 7.21.3p4: the look-alike of stream_after_close.c */
#include <stdio.h>

int main(void)
{
    int told = fprintf(stderr, "%d", 12);
    fclose(stderr);
    printf("%d\n", told);
    return 0;
}
