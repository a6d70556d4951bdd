/* undefined: 6.5p5: a bit-field of 31 bits is promoted to int, and the increment overflows */
#include <stdio.h>

struct counter {
    unsigned count : 31;
} c = { 0x7fffffff };

int main(void)
{
    ++c.count;
    printf("%u\n", c.count);
    return 0;
}
