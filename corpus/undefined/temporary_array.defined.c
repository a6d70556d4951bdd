/* defined: 6.2.4p8: an array in a returned record */
#include <stdio.h>

struct s { int a[2]; };
static struct s make(void) { return (struct s){{5, 6}}; }

int main(void)
{
    printf("%d\n", make().a[1]);
    return 0;
}
