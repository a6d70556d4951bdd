/* defined: 5.1.2.2.3: main calls itself and ends without return */
#include <stdio.h>

static int depth;
int main(void)
{
    if (depth++ < 3)
        main();
    else
        printf("%d\n", depth);
}
