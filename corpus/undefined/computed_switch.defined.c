/* defined: 6.8.4.2: Duff's device */
#include <stdio.h>

int main(void)
{
    int n = 5, k = 0;
    switch (n % 4) {
    case 0:
        do {
            k++;
    case 3:
            k++;
    case 2:
            k++;
    case 1:
            k++;
        } while ((n -= 4) > 0);
    }
    printf("%d\n", k);
    return 0;
}
