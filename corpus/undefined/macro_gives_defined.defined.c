/* defined: 6.10.1p4: the look-alike of macro_gives_defined.c */
#include <stdio.h>

#define CHOSEN 1
#define HAS_CHOSEN 1

int main(void)
{
#if HAS_CHOSEN
    puts("chosen");
#else
    puts("not chosen");
#endif
    return 0;
}
