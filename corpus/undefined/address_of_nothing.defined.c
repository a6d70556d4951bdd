/* defined: 6.5.3.2p3: & undoes * without looking */
#include <stdio.h>

int main(void)
{
    int *p = 0;
    printf("%d\n", &*p == 0);
    return 0;
}
