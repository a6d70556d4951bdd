/* undefined: 6.2.4p6: a case label behind an initializer */
#include <stdio.h>

int main(void)
{
    int n = 1;
    switch (n) {
        int x = 3;
    case 1:
        printf("%d\n", x);
    }
    return 0;
}
