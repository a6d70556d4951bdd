/* Tables of numbers, which are read many at once, and what looks like them. */
#include <stdio.h>

static int plain[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
static short negative[] = {-1, 2, -3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 0x20,};
static double real[] = {-1, 2.5, -3.25e3f, 4, 5, 6, 7.0e+2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 + 1};
static unsigned long suffixed[] = {
    0x1, 2u, 3ul, 4ull, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19L, 20, [30] = 3,
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
#line 7 "elsewhere.c"
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
};
static int octal[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 010, 3 * 5, 7,};
static unsigned char cut[] = {1, 255, 256, -1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0xfff, 18, 19, 20};
static _Bool truth[] = {0, 2, 0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 0, 19, 0x00};
static struct { int a; short b[3]; char c; } flat[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};
static int matrix[][4] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, [1] = 7, 8, [1][3] = 9};
static char text[] = {"overridden"}, *pointers[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static struct { char s[20]; } strings = {.s = "abc", .s[1] = 'x'};

static int statements(int x) {
    if (x) { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20; }
    int local[24] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, x};
    return local[19] + local[20] + local[23] + ({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20; });
}

#define SHOW(array)                                                               \
    do {                                                                          \
        double sum = 0;                                                           \
        for (unsigned i = 0; i < sizeof array / sizeof *array; i++) sum = sum * 3 + (double)array[i]; \
        printf(#array " %zu %a\n", sizeof array / sizeof *array, sum);            \
    } while (0)

int main(void) {
    SHOW(plain); SHOW(negative); SHOW(real); SHOW(suffixed); SHOW(octal); SHOW(cut); SHOW(truth); SHOW(text);
    for (unsigned i = 0; i < sizeof flat / sizeof *flat; i++)
        printf("%d %d %d %d %d\n", flat[i].a, flat[i].b[0], flat[i].b[1], flat[i].b[2], flat[i].c);
    for (unsigned i = 0; i < sizeof matrix / sizeof *matrix; i++) SHOW(matrix[i]);
    printf("%zu %d %s %d\n", sizeof pointers, pointers[3] == 0, strings.s, statements(21));
    return 0;
}
