/* defined: 6.5.6p8: a row pointer steps over rows */
#include <stdio.h>

int main(void)
{
    int a[3][2] = {{1, 2}, {3, 4}, {5, 6}}, (*row)[2] = a;
    row++;
    printf("%d\n", (*row)[1]);
    return 0;
}
