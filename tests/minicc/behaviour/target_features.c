/* <immintrin.h> is read, target pragmas and attributes are accepted; time stamps and bit scans. */
#include <immintrin.h>
#include <stdio.h>
#include <x86intrin.h>

__attribute__((target("avx2"))) int plain(int x)
{
    return x;
}
#pragma GCC push_options
#pragma GCC target("sse4.1")
int doubled(int x)
{
    return x * 2;
}
#pragma GCC pop_options

int main(void)
{
    unsigned processor;
    unsigned long long before = __rdtsc(), after = __rdtscp(&processor);
    printf("%d %d %d %d\n", plain(3) + doubled(2), __bsrd(77), __bsrq(1LL << 40), after > before);
    return 0;
}
