/* 2026-11-22: after a designator that goes into a record whose braces are left out, the next value went astray. */
int printf(const char *, ...);

struct inner {
    int a, b, c;
};
struct outer {
    struct inner one, two;
    int last;
};

int main(void)
{
    struct outer o = {.one.b = 1, 2, 3, .two.c = 6, 7};
    struct inner list[] = {[1].b = 4, 5, 6, [0].a = 1, 2};
    printf("%d %d %d %d %d %d %d\n", o.one.a, o.one.b, o.one.c, o.two.a, o.two.b, o.two.c, o.last);
    for (int i = 0; i < (int)(sizeof list / sizeof list[0]); i++) printf("%d %d %d\n", list[i].a, list[i].b, list[i].c);
    return 0;
}
