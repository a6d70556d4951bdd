/* defined: gcc manual, Statement Exprs: values of statement expressions */
#include <stdio.h>

int main(void)
{
    int x = 4;
    printf("%d\n", ({ int y = x; y * 2; }) + ({ x + 1; }));
    return 0;
}
