/* Unspecified orders in which minicc follows gcc on x86-64: real programs have come to depend on them. */
#include <stdio.h>
static int n, array[10], x;
static int f(const char *s) { printf("%s ", s); return ++n; }
static int *p(void) { printf("p "); return array; }
static int set(void) { x = 100; return 1; }
static int add(int a, int b) { return a + b; }
static int (*callee(void))(int, int) { printf("callee "); return add; }
static int *q = array;
int main(void) {
    printf("%d %d\n", f("A"), f("B"));
    *p() = f("right"); puts("");
    x = 1; x += set(); printf("%d\n", x);
    x = 1; x = x + set(); printf("%d\n", x);
    x = 1; x = x - set(); printf("%d\n", x);
    x = 1; printf("%d\n", (x == set()) + (x < set()));
    *p() += f("right"); puts("");
    callee()(f("1"), f("2")); puts("");
    f("l") + f("r"); f("l") < f("r"); p()[f("index")] = f("value"); puts("");
    *q++ = f("a"); q[f("b") & 1] += f("c"); puts("");
    for (int i = 0; i < 10; i++) printf("%d ", array[i]);
    puts("");
}
