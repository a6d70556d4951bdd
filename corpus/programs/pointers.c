/* Pointers: arithmetic scaling, comparison, pointer to pointer, to arrays, to struct members, void, const. */
int printf(const char *, ...);

struct item { char tag; int value; short pair[2]; struct item *next; };
static int grid[3][4];
static struct item items[5];
static long longs[8];

static void swap(int **a, int **b) { int *t = *a; *a = *b; *b = t; }
static int *find(int *begin, int *end, int v) { while (begin < end && *begin != v) ++begin; return begin; }
static void set(void *p, int v) { *(int *)p = v; }
static int sum_row(int (*row)[4]) { int s = 0; for (int k = 0; k < 4; k++) s += (*row)[k]; return s; }
static int sum_all(int m[][4], int n) { int s = 0; for (int r = 0; r < n; r++) s += sum_row(&m[r]); return s; }
static int length(const char *s) { const char *p = s; while (*p++) ; return (int)(p - s - 1); }
static void increment_all(int *restrict p, unsigned char n) { while (n--) ++*p++; }

int main(void) {
    int a = 1, b = 2, *pa = &a, *pb = &b, **pp = &pa, ***ppp = &pp;
    swap(&pa, &pb);
    ***ppp += 10;
    printf("%d %d %d %d\n", a, b, *pa, **pp);
    *pp = &a;
    (**pp)++;
    printf("%d %d\n", *pa, pa == &a);
    for (int r = 0; r < 3; r++) for (int c = 0; c < 4; c++) grid[r][c] = r * 10 + c;
    int *p = &grid[1][2];
    printf("%d %d %d %d %d\n", *p, p[-1], p[1], *(p + 2), 1[p]);
    printf("%d %d %d\n", (int)(p - grid[0]), (int)(&grid[2] - &grid[0]), (int)((char *)(grid + 1) - (char *)grid));
    printf("%d %d %d\n", sum_row(grid + 2), sum_all(grid, 3), *(*(grid + 2) + 3));
    int (*row)[4] = grid;
    row++;
    printf("%d %d %d\n", (*row)[0], row[1][1], **row);
    printf("%d\n", (int)(find(grid[0], grid[0] + 4, 2) - grid[0]));
    struct item *it = items;
    for (int k = 0; k < 5; k++, it++) {
        it->tag = 'a' + k; it->value = k * k; it->pair[k & 1] = -k;
        it->next = k < 4 ? it + 1 : 0;
    }
    int total = 0;
    for (const struct item *w = items; w; w = w->next) total = total * 2 + w->value + w->pair[1];
    printf("%d %d %d\n", total, (int)(it - items), it > items);
    short *ps = items[2].pair;
    *ps++ = 7; *ps-- = 8; (*ps)++; ++*ps;
    printf("%d %d\n", items[2].pair[0], items[2].pair[1]);
    int *member = &items[3].value;
    set(member, 77);
    set(&items[1].value, (*member)--);
    printf("%d %d %d\n", items[3].value, items[1].value, items->next->next->next->value);
    long *pl = longs + 7;
    while (pl > longs + 1) { *pl = pl - longs; pl -= 2; }
    *pl = pl - longs;
    printf("%ld %ld %ld %ld\n", longs[1], longs[3], longs[5], longs[6]);
    pl = &longs[3];
    pl += -2 + 4;
    long got = *pl++;
    got += *pl;
    printf("%ld %d\n", got, (int)(pl - longs));
    const char *text = "pointer", *const fixed = text + 3;
    printf("%d %c %c %s\n", length(text), *fixed, *(text + 6), text + (fixed - text));
    char *names[] = {"zero", "one", "two"}, **np = names + 1;
    printf("%s %c %c %s\n", *np, **np, *(*np + 1), np[1]);
    increment_all(grid[0], 4);
    printf("%d %d %d\n", grid[0][0], grid[0][3], grid[1][0]);
    void *v = &grid[2][2];
    printf("%d %d %d\n", *(int *)v, v != 0, !v);
    unsigned char *raw = (unsigned char *)&a;
    a = 0x04030201;
    printf("%d %d\n", raw[0], raw[3]);
    unsigned long address = (unsigned long)p;
    printf("%d %d\n", (int *)address == p, (int)(((unsigned long)(p + 3) - address)));
    int index = 2;
    unsigned char small = 255;
    printf("%d %d\n", *(grid[2] + index - 1), grid[0][small - 254]);
    int *end = grid[2] + 4;
    printf("%d %d\n", end[-index], end - p > 3u);
    return 0;
}
