/* _Generic, _Static_assert, typeof, statement expressions and builtins that programs rely on. */
int printf(const char *, ...);

struct point { int x; };
#define NAME(v) _Generic((v), char: "char", signed char: "signed char", unsigned char: "unsigned char", short: "short", int: "int", unsigned: "unsigned", long: "long", float: "float", \
                         double: "double", char *: "char *", const char *: "const char *", int *: "int *", void *: "void *", struct point: "point", int (*)(int): "function", default: "default")
#define MAXIMUM(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define container_of(p, type, member) ((type *)((char *)(p) - __builtin_offsetof(type, member)))

_Static_assert(sizeof(long) == 8, "LP64");
struct wrap { char c; struct point p; };
_Static_assert(__builtin_offsetof(struct wrap, p) == 4, "offset");

static int twice(int v) { return v * 2; }
static int evaluations;
static int once(int v) { evaluations++; return v; }

int main(void) {
    char c = 1; signed char sc = 2; unsigned char uc = 3; short s = 4; long l = 5; float f = 6; double d = 7; const int ci = 8; int array[3] = {1, 2, 3};
    struct point p = {9}; const char *text = "t"; char buffer[4] = "b"; void *v = &p;
    printf("%s %s %s %s %s %s\n", NAME(c), NAME(sc), NAME(uc), NAME(s), NAME(l), NAME(ci));
    printf("%s %s %s %s %s %s\n", NAME(f), NAME(d), NAME(text), NAME(buffer), NAME(array), NAME(v));
    printf("%s %s %s %s %s %s\n", NAME(p), NAME(twice), NAME(&twice), NAME(c + c), NAME('a'), NAME(1u + 1l));
    printf("%s %s %s %s %s\n", NAME(uc << 1), NAME(-uc), NAME(f + 1), NAME(&array[1]), NAME(&array));
    printf("%d %g %d\n", MAXIMUM(3, 4), MAXIMUM(2.5, 1), MAXIMUM(once(7), once(6)));
    printf("%d\n", evaluations);
    __typeof__(array[0]) element = 4;
    __typeof__(int *) pointer = &element;
    __typeof__(p) *structure = &p;
    printf("%d %d %zu\n", *pointer, structure->x, COUNT(array));
    struct wrap w = {'w', {3}};
    printf("%c\n", container_of(&w.p, struct wrap, p)->c);
    printf("%d %d\n", __builtin_constant_p(3 + 4) ? 1 : 0, (int)__builtin_expect(c == 1, 1));
    printf("%d %d %d\n", __builtin_popcount(0xffu), __builtin_clz(1u), __builtin_ctzl(8ul));
    int r = ({ int t = 0; for (int k = 0; k < 4; k++) t += array[k % 3]; t; });
    printf("%d %d\n", r, _Generic(1.0f, float: twice, default: once)(21));
    if (c == 2) __builtin_unreachable();
    printf("%s\n", __func__);
    return 0;
}
