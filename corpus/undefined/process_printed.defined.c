/* defined: POSIX getpid: the look-alike of process_printed.c */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    printf("%d\n", getpid() > 0);
    return 0;
}
