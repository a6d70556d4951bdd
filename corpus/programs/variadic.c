/* Variadic functions: calls with default promotions, definitions with va_arg of all classes, va_copy, passing va_list on. */
#include <stdarg.h>
#include <stdio.h>

struct small { int a, b; };
struct doubles { double a, b; };
struct large { long a[5]; };
struct mixed { double a; long b; };

static long sum_ints(int n, ...) {
    va_list args;
    va_start(args, n);
    long s = 0;
    while (n-- > 0) s = s * 3 + va_arg(args, int);
    va_end(args);
    return s;
}

static double sum_doubles(int n, ...) {
    va_list args;
    va_start(args, n);
    double s = 0;
    while (n-- > 0) s = s * 2 + va_arg(args, double);
    va_end(args);
    return s;
}

static void describe(const char *types, ...) {
    va_list args;
    va_start(args, types);
    for (; *types; types++) {
        switch (*types) {
        case 'i': printf("int %d ", va_arg(args, int)); break;
        case 'u': printf("unsigned %u ", va_arg(args, unsigned)); break;
        case 'l': printf("long %ld ", va_arg(args, long)); break;
        case 'd': printf("double %g ", va_arg(args, double)); break;
        case 'D': printf("long double %Lg ", va_arg(args, long double)); break;
        case 's': printf("string %s ", va_arg(args, const char *)); break;
        case 'p': printf("pointer %d ", *va_arg(args, int *)); break;
        case 'S': { struct small v = va_arg(args, struct small); printf("small %d %d ", v.a, v.b); break; }
        case 'X': { struct doubles v = va_arg(args, struct doubles); printf("doubles %g %g ", v.a, v.b); break; }
        case 'L': { struct large v = va_arg(args, struct large); printf("large %ld %ld ", v.a[0], v.a[4]); break; }
        case 'M': { struct mixed v = va_arg(args, struct mixed); printf("mixed %g %ld ", v.a, v.b); break; }
        case 'f': printf("called %d ", va_arg(args, int (*)(int))(5)); break;
        }
    }
    va_end(args);
    printf("\n");
}

static int print(const char *format, ...) {
    char buffer[100];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(buffer, sizeof buffer, format, args);
    printf("%s", buffer);
    n += vprintf(format, again);
    va_end(again);
    va_end(args);
    return n;
}

static int next(va_list *args) { return va_arg(*args, int); }
static int pairs(int count, ...) {
    va_list args;
    int s = 0;
    va_start(args, count);
    for (int k = 0; k < count; k++) { int a = next(&args); s += a * next(&args); }
    va_end(args);
    return s;
}

static int triple(int v) { return v * 3; }
static double after_fixed(int a, double b, float c, long d, ...) {
    va_list args;
    va_start(args, d);
    double r = a + b + c + d;
    for (int k = 0; k < 6; k++) { r += va_arg(args, int); r += va_arg(args, double); }
    va_end(args);
    return r;
}

int main(void) {
    char c = -1;
    short s = -2;
    unsigned char uc = 255;
    float f = 1.5f;
    _Bool b = 1;
    int target = 9;
    printf("%d %d %d %g %d\n", c, s, uc, f, b);
    printf("%ld %ld\n", sum_ints(3, 1, 2, 3), sum_ints(12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, c, s));
    printf("%g %g\n", sum_doubles(2, 1.5, f), sum_doubles(11, 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., f));
    describe("iuldsp", -5, 4000000000u, 1L << 40, 2.5, "text", &target);
    describe("SXLMiSd", (struct small){1, 2}, (struct doubles){3, 4}, (struct large){{5, 6, 7, 8, 9}}, (struct mixed){1.5, 2}, 3, (struct small){4, 5}, 6.5);
    describe("iiiiiMSXl", 1, 2, 3, 4, 5, (struct mixed){1.5, 6}, (struct small){7, 8}, (struct doubles){9, 10}, 11L);
    describe("ddddddddXdMDi", 1., 2., 3., 4., 5., 6., 7., 8., (struct doubles){9, 10}, 11., (struct mixed){12, 13}, 14.5L, 15);
    describe("fDs", triple, 2.25L, "end");
    printf("%d\n", print("%d-%s;", 12, "ab"));
    printf("%d\n", pairs(3, 1, 2, 3, 4, 5, 6));
    printf("%g\n", after_fixed(1, 2, 3, 4, 1, .5, 2, .5, 3, .5, 4, .5, 5, .5, 6, .5));
    return 0;
}
