/* undefined: 6.3.2.3p7: a structure at an odd address */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    struct s { int a; } *p;
    char *m = malloc(16);
    memset(m, 0, 16);
    p = (struct s *)(m + 1);
    printf("%d\n", p->a);
    return 0;
}
