/* defined: 6.5p5: the look-alike of bit_field_increment.c */
#include <stdio.h>

struct counter {
    unsigned count : 30, sum : 31;
} c = { 0x3fffffff, 0x7ffffffe };

int main(void)
{
    ++c.count;
    c.sum++;
    printf("%u %u\n", c.count, c.sum);
    return 0;
}
