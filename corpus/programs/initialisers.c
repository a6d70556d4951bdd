/* Every form of initialiser: nested, partial, designated, flattened braces, strings, unions, unknown size (C11 6.7.9). */
#pragma GCC diagnostic ignored "-Wmissing-braces"
int printf(const char *, ...);

struct point { int x, y; };
struct rect { struct point lo, hi; char name[6]; };
union number { int i; double d; char c[8]; };
struct tree { int v; struct tree *left, *right; };
struct anonymous { int a; union { int b; float c; }; struct { int d, e; }; };

static int flat[2][3] = {1, 2, 3, 4};
static int nested[][3] = {{1}, {2, 3}, {4, 5, 6}};
static int ranged[10] = {[2] = 5, 6, [8] = 9, [0] = 1};
static int reversed[] = {[3] = 3, [2] = 2, [1] = 1, [0] = 0, 100};
static int overridden[4] = {1, 2, 3, 4, [1] = 20, 30};
static struct rect rects[] = {{{1, 2}, {3, 4}, "abc"}, {1, 2, 3, 4, "flat"}, {.hi = {.y = 9}, .name = "sixsix"}, [4] = {.lo.x = 7, .hi.x = 8, .name[2] = 'z'}};
static char s1[] = "text", s2[4] = "text", s3[10] = {"brace"}, s4[] = {'a', 'b', 0}, s5[2][4] = {"ab", "cd"};
static const char *strings[] = {"one", "two" "three", [4] = "five", 0};
static union number n1 = {3}, n2 = {.d = 1.5}, n3 = {.c = {1, 2}};
static struct tree leaf = {1, 0, 0}, root = {2, &leaf, &(struct tree){3, 0, &leaf}};
static struct anonymous anon = {1, {2}, {3, 4}}, anon2 = {.c = 2.5f, .e = 7};
static struct { struct point p[2]; int (*f)(const char *, ...); } with_function = {{{1, 2}, [1].y = 3}, printf};
static int three[2][2][2] = {{{1, 2}, {3}}, {[1] = {[1] = 8}}};
static double doubles[3] = {1, 2.5f, -0.0};
static unsigned char bytes[3] = {255, 'a', 1.9};
static int *pointers[3] = {&flat[1][0], nested[1], &ranged[9] - 1};

static int sum(const int *p, int n) { int s = 0; while (n--) s = s * 3 + *p++; return s; }

int main(void) {
    printf("%d %d %d %zu\n", sum(flat[0], 6), sum(nested[0], 9), sum(ranged, 10), sizeof nested / sizeof *nested);
    printf("%zu %d %d\n", sizeof reversed / sizeof *reversed, sum(reversed, 4), sum(overridden, 4));
    for (unsigned k = 0; k < sizeof rects / sizeof *rects; k++)
        printf("%d %d %d %d %.6s\n", rects[k].lo.x, rects[k].lo.y, rects[k].hi.x, rects[k].hi.y, rects[k].name[0] ? rects[k].name : "-");
    printf("%c %zu %zu %zu %zu\n", rects[4].name[2], sizeof s1, sizeof s2, sizeof s3, sizeof s4);
    printf("%s %.4s %s %s %s %s %d\n", s1, s2, s3, s4, s5[0], s5[1], s3[9]);
    for (unsigned k = 0; k < sizeof strings / sizeof *strings; k++) printf("%s ", strings[k] ? strings[k] : "(null)");
    printf("\n%d %g %d %d\n", n1.i, n2.d, n3.c[1], n3.c[7]);
    printf("%d %d %d\n", root.left->v, root.right->v, root.right->right->v);
    printf("%d %d %d %d %g %d\n", anon.a, anon.b, anon.d, anon.e, anon2.c, anon2.e);
    with_function.f("%d %d\n", with_function.p[0].y, with_function.p[1].y);
    printf("%d\n", sum(&three[0][0][0], 8));
    printf("%g %g %g %d %d %d\n", doubles[0], doubles[1], doubles[2], bytes[0], bytes[1], bytes[2]);
    printf("%d %d %d\n", *pointers[0], pointers[1][1], *pointers[2]);

    int k = 3;
    int local[5] = {k, k * k, [4] = k + 1};
    struct rect a = {{k, -k}, .hi = {k + 1}, .name = "loc"}, b = {.lo = a.hi, .hi = a.lo};
    struct point ps[] = {a.lo, b.lo, {k}, [5] = {.y = k}};
    char text[8] = "hi";
    struct point copy = ps[1];
    int matrix[2][3] = {{k}, {[1] = k, k}};
    union number u = {.c = "abc"};
    static int counter = 5 * 5;
    const struct tree *deep = &(const struct tree){k, &(struct tree){k + 1, 0, 0}, 0};
    printf("%d %d %d %d %d\n", local[0], local[1], local[2], local[3], local[4]);
    printf("%d %d %d %d %s|%s\n", b.lo.x, b.lo.y, b.hi.x, b.hi.y, a.name, b.name);
    printf("%zu %d %d %d %d\n", sizeof ps / sizeof *ps, ps[2].x, ps[2].y, ps[4].x, ps[5].y);
    printf("%s %d %d %d\n", text, text[7], copy.x, copy.y);
    printf("%d %s %d %d\n", sum(matrix[0], 6), u.c, counter++, deep->left->v);
    int scalar = {7}, zero = 0;
    int chain[3] = {1 ? k : zero, k && zero, k - 1};
    printf("%d %d\n", scalar, sum(chain, 3));
    return 0;
}
