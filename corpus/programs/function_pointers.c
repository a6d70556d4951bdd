/* Function pointers: tables, returned, parameters, members, casts, callbacks through qsort and bsearch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*binary)(int, int);
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
static binary table[] = {add, &sub, *mul, 0};
static const struct op { const char *name; int (*f)(int, int); } ops[] = {{"add", add}, {"sub", sub}, {"mul", mul}};

static binary pick(int n) { return table[n % 3]; }
static int (*pick_raw(char c))(int, int) { return c == '+' ? add : c == '-' ? sub : mul; }
static int apply(int f(int, int), int a, int b) { return f(a, b) + (*f)(b, a) + (**f)(1, 1); }
static int twice(binary f, int v) { return f(f(v, v), v); }
static double half(double v) { return v / 2; }
static double (*(*chain(void))(double))(double);
static void nothing(void) {}
static int called;
static void count(void) { called++; }
static void repeat(int n, void (*f)(void)) { while (n-- > 0) f(); }

static int by_value(const void *a, const void *b) { return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b); }
static int by_value_down(const void *a, const void *b) { return by_value(b, a); }
struct entry { char key[8]; int value; };
static int by_key(const void *a, const void *b) { return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key); }

static double (*identity(double v))(double) { return v > 0 ? half : 0; }
static double (*(*chain(void))(double))(double) { return identity; }

int main(void) {
    for (int n = 0; n < 4; n++) printf("%d ", pick(n)(7, 3));
    printf("%d %d %d\n", pick_raw('+')(1, 2), pick_raw('-')(1, 2), (*pick_raw('*'))(4, 2));
    printf("%d %d %d %d\n", apply(sub, 5, 3), twice(mul, 3), table[3] == 0, table[0] == add);
    for (unsigned n = 0; n < sizeof ops / sizeof *ops; n++) printf("%s=%d ", ops[n].name, ops[n].f(6, 4));
    repeat(5, count);
    repeat(2, nothing);
    printf("%d %g %d\n", called, chain()(1.0)(5.0), chain()(-1.0) == 0);
    int numbers[] = {5, -3, 99, 0, 5, 42, -100};
    int n = sizeof numbers / sizeof *numbers;
    qsort(numbers, n, sizeof *numbers, by_value);
    for (int k = 0; k < n; k++) printf("%d ", numbers[k]);
    int key = 42;
    int *found = bsearch(&key, numbers, n, sizeof *numbers, by_value);
    printf("at %d\n", (int)(found - numbers));
    qsort(numbers, n, sizeof *numbers, by_value_down);
    for (int k = 0; k < n; k++) printf("%d ", numbers[k]);
    struct entry entries[] = {{"pear", 1}, {"apple", 2}, {"fig", 3}};
    qsort(entries, 3, sizeof *entries, by_key);
    for (int k = 0; k < 3; k++) printf("%s:%d ", entries[k].key, entries[k].value);
    void (*erased)(void) = (void (*)(void))add;
    printf("%d\n", ((binary)erased)(20, 22));
    int (*const fixed[2])(int, int) = {add, [1] = mul};
    printf("%d %d\n", fixed[1](3, 5), (0 ? add : mul)(2, 9));
    return 0;
}
