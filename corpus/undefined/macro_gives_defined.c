/* undefined: 6.10.1p4: defined that comes from a macro */
#include <stdio.h>

#define CHOSEN 1
#define HAS_CHOSEN defined(CHOSEN)

int main(void)
{
#if HAS_CHOSEN
    puts("chosen");
#else
    puts("not chosen");
#endif
    return 0;
}
