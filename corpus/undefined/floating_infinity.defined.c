/* defined: F.8.2: floating overflow gives an infinity with Annex F */
#include <stdio.h>

int main(void)
{
    double x = 1e308;
    printf("%d\n", x * 10 > x);
    return 0;
}
