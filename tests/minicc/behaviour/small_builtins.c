/* Built-ins that answer questions, and a body that only inlining could use. */
#include <stdio.h>
#include <string.h>

struct record {
    int a : 3;
    double d;
};
union either {
    int i;
    float f;
};

extern int printf(const char *, ...);
extern inline __attribute__((always_inline, gnu_inline)) int printf(const char *format, ...)
{
    return __builtin_printf(format, __builtin_va_arg_pack()) + 0 * __builtin_va_arg_pack_len();
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int main(void)
{
    __auto_type x = 3.5;
    int y[4] __attribute__((aligned(16))) = {1, 2, 3, 4}, n = 2147483647;
    printf("%g %d\n", x, __builtin_classify_type(x));
    printf("%d %d %d %d %d %d %d\n", __builtin_classify_type(1), __builtin_classify_type("a"),
           __builtin_classify_type((struct record){0}), __builtin_classify_type((union either){0}),
           __builtin_classify_type(main), __builtin_classify_type((_Bool)1), __builtin_classify_type(1.0i));
    printf("%s %d\n", __builtin_FUNCTION(), __builtin_LINE());
    printf("%s\n", base_name(__builtin_FILE()));
    printf("%d %d\n", ((int *)__builtin_assume_aligned(y, 16))[2], __builtin_speculation_safe_value(n - 5));
    printf("%d %d %d %d\n", __builtin_add_overflow_p(n, 1, 0), __builtin_add_overflow_p(n, 1, 0L),
           __builtin_mul_overflow_p(100, 2, (signed char)0), __builtin_sub_overflow_p(n, n, 0u));
    _Static_assert(__builtin_mul_overflow_p(1 << 20, 1 << 20, 0), "");
    printf("%ld %d\n", __builtin_imaxabs(-5), (int)(long)__builtin_extend_pointer((void *)7));
    __builtin_cpu_init();
    printf("%d %d\n", __builtin_cpu_supports("sse2") != 0, __builtin_cpu_supports("sse4a") != 0 && 0);
    return 0;
}
