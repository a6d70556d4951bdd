/* Scopes, shadowing, the four name spaces, typedef names hidden by variables, linkage (C11 6.2). */
int printf(const char *, ...);

typedef int T;
typedef struct node node;
struct node { T value; node *next; };
static int x = 1;
extern int defined_later;
static int tentative;
static int tentative;
static int forward(int);

static int typedef_hidden(void) {
    T T = 5;
    return T * 2 + (int)sizeof(T);
}

static int typedef_parameter(int T) { return T + 1; }

static int typedef_member(void) {
    struct { T T; int node; } s = {3, 4};
    node n = {s.T, 0};
    return n.value + s.node;
}

static int in_for(void) {
    int r = 0;
    for (T T = 0, x = 10; T < 3; T++) r += T * x;
    return r * 10 + x;
}

static int enum_shadow(void) {
    enum { x = 50 };
    { enum { x = 60 }; struct x { int x; } y = {x}; return y.x + (int)sizeof(struct x); }
}

static int redeclare_struct(void) {
    struct node { char c; };
    struct node n = {7};
    { struct node; struct node *p = 0; (void)p; }
    return n.c + (int)sizeof(struct node);
}

static int block_extern(void) {
    int defined_later = 3;
    { extern int defined_later; defined_later++; }
    return defined_later;
}

static int counter(void) {
    static int x = 100;
    int y = x++;
    { static int x; x += 10; y += x; }
    return y;
}

static int label_typedef(int n) {
T:
    if (n < 10) { n *= 3; goto T; }
    { typedef long T; return n + (int)sizeof(T); }
}

static int sizeof_scope(void) { char x[sizeof x ? 20 : 1]; return (int)sizeof x; }

typedef int F(int), *PI, A[3];
static F forward;
static int apply(F f, A a, PI p) { return f(a[1]) + *p; }
static int forward(int n) { return n + x; }
int defined_later = 30;

static int parenthesised(void) {
    T(a) = 3;
    T *b = &a;
    T(*c) = b;
    int d = (T)*b + (x)-1;
    return a + *c + d;
}
static unsigned unsigned_first(void) { typedef unsigned T; const T a = 3; T const b = 4; long unsigned int static c = 5; return a + b + (unsigned)c; }

int main(void) {
    int x = 2;
    { int x = 3; { int x = 4; printf("%d ", x); } printf("%d ", x); }
    { int y = x; int x = y + 5; printf("%d ", x); }
    if (x == 2) { int x = 9; printf("%d\n", x); }
    printf("%d %d %d %d\n", typedef_hidden(), typedef_parameter(3), typedef_member(), in_for());
    printf("%d %d %d %d\n", enum_shadow(), redeclare_struct(), block_extern(), defined_later);
    printf("%d %d %d\n", counter(), counter(), counter());
    printf("%d %d %d\n", label_typedef(1), sizeof_scope(), tentative);
    A a = {1, 2, 3};
    printf("%d %d %u\n", apply(forward, a, &x), parenthesised(), unsigned_first());
    return 0;
}
