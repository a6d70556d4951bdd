/* undefined: 7.21.3p4: a stream used after fclose */
#include <stdio.h>

int main(void)
{
    fclose(stderr);
    int told = fprintf(stderr, "%d", 12);
    printf("%d\n", told);
    return 0;
}
