/* Unions: members of different types, punning, nesting, anonymous, initialisation, assignment, arrays of them. */
int printf(const char *, ...);

union word { unsigned u; int i; float f; unsigned char b[4]; struct { short lo, hi; } s; };
union wide { unsigned long u; double d; struct { unsigned lo, hi; } w; };
struct tagged { enum { INT, DOUBLE, TEXT, PAIR } kind; union { int i; double d; const char *t; struct { short a, b; } pair; } as; };
struct event { int type; union { struct { int x, y; }; long code; char name[12]; }; };
union padded { char c; struct { long a; char b; } s; };

static void print(struct tagged v) {
    switch (v.kind) {
    case INT: printf("int %d\n", v.as.i); break;
    case DOUBLE: printf("double %g\n", v.as.d); break;
    case TEXT: printf("text %s\n", v.as.t); break;
    case PAIR: printf("pair %d %d\n", v.as.pair.a, v.as.pair.b); break;
    }
}

static float scale(float v, int power) {
    union word w = {.f = v};
    w.u += (unsigned)power << 23;
    return w.f;
}

static union word rotate(union word w) {
    unsigned char t = w.b[0];
    for (int k = 0; k < 3; k++) w.b[k] = w.b[k + 1];
    w.b[3] = t;
    return w;
}

int main(void) {
    union word w = {0x12345678};
    printf("%x %x %x %x %x\n", w.b[0], w.b[3], w.s.lo, w.s.hi, rotate(w).u);
    w.f = 1.0f;
    printf("%x %d %g\n", w.u, w.i, scale(3.0f, 2));
    w.i = -1;
    w.s.lo = 7;
    printf("%d %u %d\n", w.i, w.u, w.s.hi);
    union wide d = {.d = -2.5};
    printf("%lx %x %x\n", d.u, d.w.hi, d.w.lo);
    d.u ^= 1UL << 63;
    printf("%g\n", d.d);
    struct tagged all[] = {{INT, {5}}, {DOUBLE, {.d = 2.5}}, {TEXT, {.t = "hello"}}, {PAIR, .as.pair = {1, -2}}};
    for (int k = 0; k < 4; k++) print(all[k]);
    all[0] = all[3];
    all[0].as.pair.a = 9;
    print(all[0]);
    print((struct tagged){.as = {.d = 7}, .kind = DOUBLE});
    struct event e = {1, {{2, 3}}}, g = {.code = 77, .type = 4}, h = {.name = "clicked"};
    printf("%d %d %d %ld %d %s\n", e.type, e.x, e.y, g.code, g.type, h.name);
    struct event *p = &e;
    p->y += p->x * 10;
    printf("%d %zu %zu %zu %zu\n", e.y, sizeof(union word), sizeof(union padded), sizeof(struct event), sizeof(struct tagged));
    union padded pads[2] = {{'a'}, {.s = {5, 'b'}}}, copy = pads[1];
    printf("%c %ld %c\n", pads[0].c, copy.s.a, copy.s.b);
    union word words[3] = {{1}, {.f = 2.0f}, {.b = {1, 2, 3, 4}}}, *pw = words + 2;
    printf("%d %d %x %d\n", words[0].i, words[1].f == 2.0f, pw->u, pw[-1].s.hi);
    return 0;
}
