/* undefined: 7.21.7.2p3: the array after a read error is another thing than after the end */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[8];
    fgets(line, sizeof line, stdin);
    printf("%d\n", (int)strlen(line));
    return 0;
}
