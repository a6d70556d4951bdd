/* __builtin_longjmp with a buffer in the frame that it leaves; the stack pointer is what it was. */
#include <stdio.h>

__attribute__((noinline)) static void leave(void *saved)
{
    void *copy[32];
    __builtin_memcpy(copy, saved, 5 * sizeof(void *));
    __builtin_memset(saved, 0, 5 * sizeof(void *));
    __builtin_longjmp(copy, 1);
}

volatile int none;
char *volatile p, *volatile q;

int main(void)
{
    void *buffer[5];
    p = __builtin_alloca(none);
    q = __builtin_alloca(none);
    if (!__builtin_setjmp(buffer))
        leave(buffer);
    p = q + (q - p);
    printf("%d\n", p == __builtin_alloca(none));
    return 0;
}
