/* What gdb is asked about in test_debug_info.py: its line numbers are in the test. */
#include <stdio.h>
#include <stddef.h>
#include <stdint.h>
typedef struct point { int x, y; } point_t;
enum color { RED, GREEN = 5, BLUE };
typedef enum { A = -1, B } signed_enum;
struct node { struct node *next; point_t at; unsigned flag : 3; int wide : 12; enum color c; char name[8]; double d; int tail[]; };
union u { int i; float f; point_t *p; };
typedef int (*callback)(const char *, size_t);
static callback table[3];
int global_counter = 3;
const char *const message = "hello";
static uint8_t bytes[4] = {1,2,3,4};
_Complex double z = 1.0;
typedef float v4 __attribute__((vector_size(16)));
v4 vec = {1,2,3,4};
__int128 big = 5;
volatile unsigned long vol;
long double ld = 1.5L;
static int cb(const char *s, size_t n) { return (int)n + s[0]; }

static int add(int a, point_t b)
{
    static int calls;
    int sum = a + b.x;
    calls++;
    {
        int sum = b.y;
        global_counter += sum;
    }
    for (int i = 0; i < 2; i++) {
        int square = i * i;
        sum += square;
    }
    return sum;
}

int vla(int n, int m)
{
    int a[n], grid[2][m];
    for (int i = 0; i < n; i++)
        a[i] = i * 10;
    grid[1][0] = 7;
    return a[n - 1] + grid[1][0];
}

int knr(a, b) short a; float b; { return a + (int)b; }

int main(int argc, char **argv)
{
    point_t p = { 3, 4 };
    struct node *n = &(struct node){ 0, { 1, 2 }, 5, -9, BLUE, "bob", 2.5 };
    union u u = { .p = &p };
    signed_enum se = A;
    int matrix[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } };
    size_t len = sizeof p;
    _Bool flag = 1;
    table[0] = cb;
    int r = add(argc, p);
    r += vla(4, 3);
    r += table[0]("x", len) + knr(1, 2.0f);
    r += ({ int inner = r; inner + 1; });
    printf("%d %d %p\n", r, n->flag, (void *)u.p);
    return se + matrix[1][2] + flag - 6;
}
