/* Recursion: direct, mutual, through pointers, with structs and arrays on the stack. */
int printf(const char *, ...);

static unsigned long factorial(unsigned n) { return n < 2 ? 1 : n * factorial(n - 1); }
static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
static int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }
static _Bool odd(unsigned n);
static _Bool even(unsigned n) { return n == 0 || odd(n - 1); }
static _Bool odd(unsigned n) { return n != 0 && even(n - 1); }
static int tail(int n, int acc) { if (n == 0) return acc; return tail(n - 1, acc * 3 % 1009 + n); }
static int moves;
static void hanoi(int n, char from, char to, char via) {
    if (!n) return;
    hanoi(n - 1, from, via, to);
    moves = moves * 31 % 100003 + from * 3 + to;
    hanoi(n - 1, via, to, from);
}
static void permute(char *s, int at, int *count) {
    if (!s[at]) { if ((*count)++ % 5 == 0) printf("%s ", s); return; }
    for (int k = at; s[k]; k++) {
        char t = s[at]; s[at] = s[k]; s[k] = t;
        permute(s, at + 1, count);
        t = s[at]; s[at] = s[k]; s[k] = t;
    }
}
static int queens(int n, int row, unsigned columns, unsigned left, unsigned right) {
    if (row == n) return 1;
    int found = 0;
    for (unsigned free = ~(columns | left | right) & ((1u << n) - 1), bit; free; free ^= bit) {
        bit = free & -free;
        found += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}
struct big { int data[40]; };
static struct big grow(struct big b, int depth) {
    if (depth == 0) return b;
    b.data[depth] += b.data[depth - 1] + depth;
    struct big r = grow(b, depth - 1);
    r.data[0] += b.data[depth];
    return r;
}
static void quicksort(int *p, int lo, int hi) {
    if (lo >= hi) return;
    int pivot = p[(lo + hi) / 2], i = lo, j = hi;
    while (i <= j) {
        while (p[i] < pivot) i++;
        while (p[j] > pivot) j--;
        if (i <= j) { int t = p[i]; p[i++] = p[j]; p[j--] = t; }
    }
    quicksort(p, lo, j);
    quicksort(p, i, hi);
}
static int descend(int (*self)(void *, int), int n) { return self((void *)self, n); }
static int anonymous(void *self, int n) { int (*f)(void *, int) = (int (*)(void *, int))self; return n <= 1 ? 1 : n * f(self, n - 1); }
static const char *cursor;
static int expression(void);
static int atom(void) {
    if (*cursor == '(') { cursor++; int v = expression(); cursor++; return v; }
    if (*cursor == '-') { cursor++; return -atom(); }
    int v = 0;
    while (*cursor >= '0' && *cursor <= '9') v = v * 10 + *cursor++ - '0';
    return v;
}
static int term(void) { int v = atom(); while (*cursor == '*' || *cursor == '/') { if (*cursor++ == '*') v *= atom(); else v /= atom(); } return v; }
static int expression(void) { int v = term(); while (*cursor == '+' || *cursor == '-') { if (*cursor++ == '+') v += term(); else v -= term(); } return v; }
static int evaluate(const char *s) { cursor = s; return expression(); }

int main(void) {
    printf("%lu %d %d %d %d %d\n", factorial(20), fibonacci(18), ackermann(2, 5), even(101), odd(77), tail(5000, 1));
    hanoi(8, 'a', 'b', 'c');
    int count = 0;
    char letters[] = "abcd";
    permute(letters, 0, &count);
    printf("%d %d %d\n", count, moves, queens(7, 0, 0, 0, 0));
    struct big b = {{1}};
    b.data[7] = 3;
    b = grow(b, 39);
    printf("%d %d %d\n", b.data[0], b.data[7], b.data[39]);
    int values[] = {9, -4, 7, 7, 0, 123, -99, 5};
    quicksort(values, 0, 7);
    for (int k = 0; k < 8; k++) printf("%d ", values[k]);
    printf("%d\n", descend(anonymous, 6));
    printf("%d %d %d\n", evaluate("2+3*4"), evaluate("-(7-2)*(3+1)/2"), evaluate("((1))-2-3"));
    return 0;
}
