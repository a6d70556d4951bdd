/* defined: 6.9p5: the look-alike of no_definition.c */
#include <stdio.h>
extern int nowhere;
int main(void)
{
    printf("%d\n", (int)sizeof nowhere);
    return 0;
}
