/* defined: 7.24.5.8: strtok on an array */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char b[] = "a,b,c";
    int n = 0;
    for (char *p = strtok(b, ","); p; p = strtok(0, ","))
        n++;
    printf("%d\n", n);
    return 0;
}
