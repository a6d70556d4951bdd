/* undefined: 6.5p7: punning behind pointers to members */
#include <stdio.h>

union u { int i; float f; };
static int read(int *p) { return *p; }

int main(void)
{
    union u u;
    u.f = 1.0f;
    printf("%d\n", read(&u.i));
    return 0;
}
