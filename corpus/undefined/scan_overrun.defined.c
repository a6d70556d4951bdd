/* defined: 7.21.6.2p10: the look-alike of scan_overrun.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    struct { char name[4]; char behind[8]; } r = {"", "behind"};
    int n = sscanf("abcdef", "%3s", r.name);
    printf("%d %s\n", n, r.behind);
    return 0;
}
