/* Variables in hard registers: what the program stored, or else what is in the register. */
#include <stdio.h>

register unsigned long stack __asm__("rsp");

__attribute__((noinline)) static int is_below(char *p)
{
    return (char *)stack <= p && p - (char *)stack < 65536;
}

__attribute__((noinline)) static int is_here(void)
{
    register char *here __asm__("rsp");
    char c;
    return here <= &c + 128 && &c - here < 4096;
}

int main(void)
{
    register unsigned long sp __asm__("rsp");
    unsigned long copy;
    __asm__ volatile("mov %1, %0" : "=r"(copy) : "r"(sp));
    __asm__ volatile("nop" : "+r"(sp));
    char c;
    register int sum __asm__("ebx") = 40;
    __asm__ volatile("add $2, %0" : "+r"(sum));
    register long frame __asm__("rbp");
    printf("%d %d %d %d\n", is_below(&c), is_here(), (unsigned long)&c - copy < 4096, (unsigned long)&c - sp < 4096);
    printf("%d %d\n", sum, frame != 0);
    return 0;
}
