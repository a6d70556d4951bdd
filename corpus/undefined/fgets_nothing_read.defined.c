/* defined: 7.21.7.2p3: the look-alike of fgets_nothing_read.c */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[8] = "none";
    fgets(line, sizeof line, stdin);
    printf("%d\n", (int)strlen(line));
    return 0;
}
