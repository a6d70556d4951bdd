/* Functions that a declaration of memcpy and memset renames also copy objects; comparing nothing finds it equal. */
#include <stdio.h>

typedef __SIZE_TYPE__ size_t;
void *memcpy(void *, const void *, size_t) __asm__("copied");
void *memset(void *, int, size_t) __asm__("filled");
int strncmp(const char *, const char *, size_t);
struct large { char c[300]; } first = {"first"};
struct undefined;
struct undefined declared(struct undefined);
int nothing(void *);

__attribute__((used)) void *copied(void *to, const void *from, size_t n)
{
    volatile char *p = to;
    const char *q = from;
    for (size_t i = 0; i < n; i++)
        p[i] = q[i];
    return to;
}

__attribute__((used)) void *filled(void *to, int c, size_t n)
{
    volatile char *p = to;
    for (size_t i = 0; i < n; i++)
        p[i] = c;
    return to;
}

int main(void)
{
    struct large copy = first, second = {"second"};
    int n = 0;
    puts(copy.c);
    puts(second.c);
    printf("%d\n", strncmp("a" + ++n, "b", 0));
    __builtin_memset(&copy, 'x', 5);
    __builtin_memcpy(&second, &copy, 3);
    printf("%s %s %d %d\n", copy.c, second.c, n, sizeof(&declared) == sizeof(void *));
    return 0;
}
