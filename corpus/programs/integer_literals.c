/* Integer and character constants: bases, suffixes, types chosen by value, extreme values. */
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#define TYPE(e) _Generic((e), int: "int", unsigned: "unsigned", long: "long", unsigned long: "unsigned long", long long: "long long", \
                         unsigned long long: "unsigned long long", float: "float", double: "double", long double: "long double", char: "char", default: "other")
#define SHOW(e) printf("%-24s %-18s %zu %lld\n", #e, TYPE(e), sizeof(e), (long long)(e))

int main(void) {
    SHOW(0); SHOW(1u); SHOW(2l); SHOW(3UL); SHOW(4ll); SHOW(5uLL); SHOW(6LLu); SHOW(010); SHOW(0x1f); SHOW(0XFFu); SHOW(0b1011);
    SHOW(2147483647); SHOW(2147483648); SHOW(4294967295); SHOW(4294967296); SHOW(9223372036854775807);
    SHOW(0x7fffffff); SHOW(0x80000000); SHOW(0xffffffff); SHOW(0x100000000); SHOW(0x7fffffffffffffff); SHOW(0x8000000000000000);
    SHOW(017777777777); SHOW(020000000000); SHOW(037777777777); SHOW(040000000000); SHOW(01777777777777777777777);
    SHOW(2147483648u); SHOW(0x80000000l); SHOW(-2147483648); SHOW(-2147483647 - 1); SHOW(-0x80000000); SHOW(~0u); SHOW(-1u); SHOW(~0L);
    SHOW('a'); SHOW('\0'); SHOW('\n'); SHOW('\x7f'); SHOW('\xff'); SHOW('\377'); SHOW('\''); SHOW('"'); SHOW('\?'); SHOW('\\'); SHOW('\a');
    SHOW(1.0); SHOW(1.5f); SHOW(2.5L); SHOW(1e3); SHOW(0x10p2); SHOW(0x.8p4f); SHOW(1.e1L); SHOW((char)1); SHOW((char)'a' + 1);
    SHOW(INT_MAX); SHOW(INT_MIN); SHOW(UINT_MAX); SHOW(LONG_MAX); SHOW(LONG_MIN); SHOW(CHAR_MIN); SHOW(UCHAR_MAX); SHOW(SHRT_MIN); SHOW(CHAR_BIT);
    SHOW(INT8_MIN); SHOW(UINT16_MAX); SHOW(INT64_C(5)); SHOW(UINT64_C(6)); SHOW(SIZE_MAX); SHOW(INTPTR_MIN);
    SHOW(1 ? 1 : 1u); SHOW(1 ? 1l : 1u); SHOW(1u + 1l); SHOW('a' + 1ll); SHOW(1u << 31); SHOW(1ul << 63); SHOW(-5 / 2u); SHOW(5 % -3); SHOW(1 == 1ul);
    SHOW(sizeof 1); SHOW((_Bool)2); SHOW(!1.0); SHOW(~1u); SHOW(-(short)1); SHOW(+(unsigned char)1); SHOW(1.0f + 1); SHOW((short)1 << 1);
    return 0;
}
