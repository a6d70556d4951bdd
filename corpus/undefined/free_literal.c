/* undefined: 7.22.3.3p2: free of a string literal */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *s = "text";
    printf("%s\n", s);
    free(s);
    printf("freed\n");
    return 0;
}
