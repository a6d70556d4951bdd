/* defined: 6.7.9p10: the look-alike of uninitialised_array_element.c */
#include <stdio.h>

int main(void)
{
    int a[4] = {1, 1};
    printf("%d\n", a[2]);
    return 0;
}
