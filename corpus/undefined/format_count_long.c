/* undefined: 7.21.6.1p9: %n stores an int into a long */
#include <stdio.h>

int main(void)
{
    long n = -1;
    printf("abc%n\n", &n);
    printf("%ld\n", n);
    return 0;
}
