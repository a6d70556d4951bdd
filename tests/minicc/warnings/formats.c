#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <stddef.h>
#include <inttypes.h>

__attribute__((format(printf, 2, 3))) void say(int level, const char *format, ...);
__attribute__((format(printf, 1, 0))) void list(const char *format, __builtin_va_list arguments);

enum color { RED, GREEN };

void right(int i, unsigned u, long l, size_t z, ptrdiff_t t, double d, char *s, void *p, enum color c, uint64_t w)
{
    printf("%d %u %x %c %i\n", i, u, i, i, c);
    printf("%ld %lu %zu %zd %td %jd\n", l, (unsigned long)l, z, (ssize_t)l, t, (intmax_t)l);
    printf("%f %g %Lf %s %p %%\n", d, d, (long double)d, s, p);
    printf("%*d %.*s %-8.3f %05d %+d %#x %hhd %hd\n", i, i, i, s, d, i, i, u, i, i);
    printf("%" PRIu64 " %m\n", w);
    say(1, "%d", i);
    sscanf(s, "%d %ld %lf %f %99s %*d %[a-z] %n", &i, &l, &d, (float *)p, s, s, &i);
    printf(i ? "%d" : "%x", i);
    printf(s, i);
}

void wrong(int i, unsigned u, long l, size_t z, double d, char *s, void *p, const char *k)
{
    printf("%d\n", l);
    printf("%s\n", i);
    printf("%d\n", s);
    printf("%f\n", i);
    printf("%ld\n", i);
    printf("%zu\n", i);
    printf("%lu\n", u);
    printf("%lld\n", l);
    printf("%p\n", i);
    printf("%Lf\n", d);
    printf("%d %d\n", i);
    printf("%d\n", i, i);
    printf("no\n", i);
    printf("%y\n", i);
    printf("%");
    printf("%*d\n", l, i);
    printf("%.*s\n", l, s);
    printf("%s %d %s\n", s, z, s);
    fprintf(stderr, "%c\n", s);
    snprintf(s, 3, "%u\n", d);
    say(1, "%d %s", i);
    say(1, "%d", d);
    scanf("%d", i);
    scanf("%d", &l);
    scanf("%s", &i);
    scanf("%lf", (float *)p);
    printf("");
    printf("a\0b");
    (void)k;
}
