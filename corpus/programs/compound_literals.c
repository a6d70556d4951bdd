/* Compound literals: arrays, structs, scalars, at file scope, addresses, lifetime in loops, as arguments. */
int printf(const char *, ...);

struct point { int x, y; };
struct line { struct point from, to; const char *name; };
static struct point *global = &(struct point){3, 4};
static int *numbers = (int[]){10, 20, 30, [5] = 60};
static const char *words[] = {(char[]){"array"}, "literal"};

static int dot(struct point a, struct point b) { return a.x * b.x + a.y * b.y; }
static int sum(const int *p, int n) { int s = 0; while (n--) s += *p++; return s; }
static struct line make(int k) { return (struct line){{k}, .to = {.y = k * 2}, "made"}; }
static void bump(struct point *p) { p->x++; p->y--; }

int main(void) {
    printf("%d %d %d %d %s\n", global->x, global->y, numbers[2], numbers[5], words[0]);
    printf("%d\n", dot((struct point){1, 2}, (struct point){.y = 5, .x = 7}));
    printf("%d %d\n", sum((int[]){1, 2, 3, 4}, 4), sum((int[10]){[8] = 8, 1}, 10));
    struct point *p = &(struct point){8, 9};
    bump(p);
    bump(global);
    printf("%d %d %d %d\n", p->x, p->y, global->x, global->y);
    printf("%d %d\n", (struct point){5, 6}.y, (int){42});
    int total = 0;
    for (int k = 0; k < 4; k++) {
        struct point *fresh = &(struct point){.x = k};
        total += fresh->x * 10 + fresh->y;
        fresh->y = 100;
    }
    printf("%d %zu %zu\n", total, sizeof(int[]){1, 2, 3}, sizeof(struct line){.name = "n"});
    struct line l = make(7);
    l = (struct line){l.to, l.from, l.name};
    printf("%d %d %d %d %s\n", l.from.x, l.from.y, l.to.x, l.to.y, l.name);
    int *writable = (int[3]){total};
    writable[2] = 5;
    *writable += 1;
    printf("%d %d %d\n", writable[0], writable[1], writable[2]);
    char *text = (char[]){"mutable"};
    text[0] -= 32;
    printf("%s %s %c\n", text, (const char[]){'h', 'i', 0}, (char[]){"xyz"}[1]);
    const struct point *table = (const struct point[]){{1, 2}, {3}, {.y = 4}};
    printf("%d %d %d\n", table[0].y, table[1].y, table[2].y);
    if ((struct point){1, 2}.x + 1 > 1) printf("kept\n");
    int *scalar = &(int){7};
    ++*scalar;
    printf("%d %d %g\n", *scalar, (_Bool){3}, (double){1} / 2);
    struct { struct point *at; } box = {&(struct point){.y = 11}};
    printf("%d %d\n", box.at->y, dot(*box.at, *(struct point[2]){{0}, {1, 1}}));
    return 0;
}
