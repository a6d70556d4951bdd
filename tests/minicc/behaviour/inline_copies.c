/* Functions that exist inline only: copies with the variable arguments of each call, and the library's own beside them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct pair { int a; double b; };
struct text { char c[24]; };

extern char *strcpy(char *, const char *);
extern inline __attribute__((always_inline, gnu_inline)) char *strcpy(char *to, const char *from)
{
    printf("[copying to %d] ", (int)(__builtin_object_size(to, 0) == 0));
    return __builtin_strcpy(to, from);
}

__attribute__((noinline)) static int sum(int count, ...)
{
    va_list list;
    va_start(list, count);
    double total = va_arg(list, int);
    for (int i = 0; i < count; i++)
        switch (i % 4) {
        case 0: total += va_arg(list, int); break;
        case 1: total += va_arg(list, double); break;
        case 2: { struct pair p = va_arg(list, struct pair); total += p.a * p.b; break; }
        case 3: total += strlen(va_arg(list, struct text).c); break;
        }
    total += (double)va_arg(list, long double);
    va_end(list);
    return (int)(total * 100);
}

static inline __attribute__((always_inline)) int all(int count, ...)
{
    if (__builtin_va_arg_pack_len() == 0)
        return -1;
    return sum(count, __builtin_va_arg_pack_len(), __builtin_va_arg_pack());
}

extern inline __attribute__((always_inline, gnu_inline)) int print(const char *format, ...)
{
    int (*shown)(const char *, ...) = printf;
    printf("%d(", __builtin_va_arg_pack_len());
    int length = shown(format, __builtin_va_arg_pack());
    printf(") in %s\n", __func__);
    return length;
}

static int calls;
static int once(void) { return ++calls; }

int main(void)
{
    struct pair p = {3, 2.5};
    struct text t = {"some text"};
    float f = 1.25f;
    char c = 'x';
    int n = 3, lengths[n];
    lengths[0] = n;
    printf("%d\n", all(0));
    printf("%d\n", all(1, once(), 0.5L));
    printf("%d\n", all(2, once(), f, 1.0L));
    printf("%d\n", all(4, once(), f, p, t, 0.25L));
    printf("%d %d\n", all(1, c, 0.5L), calls);
    print("nothing");
    print("%d %s %c %.2f", once(), t.c, c, f);
    print("%d %s %c %.2f", once(), "again", c, f);
    print("%d", *(int *)lengths + (&lengths)[0][0]);
    char copy[20], *(*pointer)(char *, const char *) = strcpy;
    puts(strcpy(copy, "first"));
    puts(pointer(copy, "second"));
    return 0;
}
