struct small { int a; float b; };
struct vector { float x, y, z; };
struct large { long a[3]; };
struct small twice(struct small);
struct large big(struct large, char, _Bool);
int printf(const char *, ...);
int old();
_Noreturn void stop(int);
struct vector scaled(struct vector v, float by) { v.x *= by; return v; }
long use(void) {
    struct small s = twice((struct small){1, 2});
    struct large l = {{s.a}};
    l = big(l, 'c', 1);
    old(1, 2.0f);
    printf("%d %Lf\n", s.a, 1.0L);
    if (!l.a[0]) stop(3);
    return l.a[2];
}
