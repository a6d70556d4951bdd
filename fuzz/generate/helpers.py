"""What generated programs have before their own text: the checks, the checksum and declarations of the library."""

from __future__ import annotations

from collections.abc import Iterable

_ALWAYS = """\
int printf(const char *, ...);
static unsigned long checksum = 0x9e3779b97f4a7c15UL;
static void mix(long bits) { checksum = (checksum ^ bits) * 0x100000001b3UL; checksum ^= checksum >> 29; }
static void check(const char *label, long value) { mix(value); printf("%s %ld\\n", label, value); }
static void show_checksum(const char *label) { printf("%s %lx\\n", label, checksum); }
"""

_HELPERS = {
    "_double": """\
static void mix_double(double value)
{
    union { double value; long bits; } both = {value};
    mix(value == value ? both.bits : 0x7ff8000000000000L);
}
static void check_double(const char *label, double value)
{
    mix_double(value);
    printf(value == value ? "%s %a\\n" : "%s nan\\n", label, value);
}
""",
    "_long_double": """\
static void mix_long_double(long double value)
{
    mix_double(value);
    mix_double(value - (double)value);
}
static void check_long_double(const char *label, long double value)
{
    mix_long_double(value);
    printf(value == value ? "%s %La\\n" : "%s nan\\n", label, value);
}
""",
    "_wide": """\
static void mix_wide(__int128 value) { mix(value); mix(value >> 64); }
static void check_wide(const char *label, __int128 value)
{
    mix_wide(value);
    printf("%s %ld %lu\\n", label, (long)(value >> 64), (unsigned long)value);
}
""",
    "memcpy": "void *memcpy(void *, const void *, unsigned long);\n",
    "memmove": "void *memmove(void *, const void *, unsigned long);\n",
    "memset": "void *memset(void *, int, unsigned long);\n",
    "memcmp": "int memcmp(const void *, const void *, unsigned long);\n",
    "strlen": "unsigned long strlen(const char *);\n",
    "strcmp": "int strcmp(const char *, const char *);\n",
    "malloc": "void *malloc(unsigned long);\n",
    "calloc": "void *calloc(unsigned long, unsigned long);\n",
    "free": "void free(void *);\n",
    "abs": "int abs(int);\n",
    "labs": "long labs(long);\n",
    "_setjmp": "int _setjmp(long *);\n",
    "longjmp": "void longjmp(long *, int) __attribute__((noreturn));\n",
}

VARIADIC_START = """\
static unsigned long variadic(const char *kinds, ...)
{
    __builtin_va_list arguments;
    unsigned long result = 0;
    __builtin_va_start(arguments, kinds);
    for (; *kinds; kinds++) {
        unsigned long part = 0;
        switch (*kinds) {
        case 'i': part = __builtin_va_arg(arguments, int); break;
        case 'u': part = __builtin_va_arg(arguments, unsigned); break;
        case 'l': part = __builtin_va_arg(arguments, long); break;
        case 's': part = *__builtin_va_arg(arguments, const char *); break;
        case 'd': { double value = __builtin_va_arg(arguments, double); part = (value != 0) + 2 * (value < 0); break; }
""".splitlines()
"""The variadic function up to the cases that depend on the program."""

EXTENDED_CASE = """\
        case 'e': {
            long double value = __builtin_va_arg(arguments, long double);
            part = (value != 0) + 2 * (value < 0);
            break;
        }
"""

WIDE_CASE = "        case 'w': part = __builtin_va_arg(arguments, __int128); break;\n"

VARIADIC_END = """\
        }
        result = result * 31 + part;
    }
    __builtin_va_end(arguments);
    return result;
}
""".splitlines()


def print_helpers(used: Iterable[str]) -> str:
    """The definitions of these helpers and library functions, and of those that every program has."""
    wanted = set(used)
    if "_long_double" in wanted:
        wanted.add("_double")
    return _ALWAYS + "".join(text for name, text in _HELPERS.items() if name in wanted)
