/* undefined: 6.7.9p10: a string whose end was never written */
#include <stdio.h>

int main(void)
{
    char b[8];
    b[0] = 'a';
    puts(b);
    return 0;
}
