/* unstable: POSIX getpid: the process's number is printed */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    printf("%d\n", (int)getpid());
    return 0;
}
