/* undefined: 7.22.4.6p4: the string that getenv returned is modified */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char copy[4096] = "";
    char *path = getenv("PATH");
    if (path == NULL)
        path = copy;
    strncpy(copy, path, sizeof copy - 1);
    path[0] = 'x';
    printf("%c\n", copy[0]);
    return 0;
}
