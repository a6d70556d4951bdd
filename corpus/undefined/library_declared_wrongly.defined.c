/* defined: 7.1.4p2, 6.5.2.2p9: the look-alike of library_declared_wrongly.c */
#include <stdio.h>
extern int abs(int);
int main(void)
{
    printf("%d\n", abs(-5) > 1000);
    return 0;
}
