/* defined: 5.1.2.2.3p1: the look-alike of void_main_status.c */
#include <stdio.h>
int main(void)
{
    printf("%d\n", 1);
}
