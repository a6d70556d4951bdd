/* GNU statement expressions: jumps out of them, labels inside, records as their value, one inside the other. */
#include <stdio.h>
struct big { int v[20]; };
static int quotient(int a, int b) {
    return ({
        if (b == 0) return -1;
        int r = a / b;
        if (r > 100) goto large;
        goto done;
    large:
        r = 100;
    done:
        r;
    });
}
static struct big filled(int n) { return ({ struct big b; for (int i = 0; i < 20; i++) b.v[i] = n + i; b; }); }
static int total(struct big b) { return ({ int s = 0; for (int i = 0; ; i++) { if (i == 20) break; s += b.v[i]; } s; }); }
#define MAX(a, b) ({ __typeof__(a) _a = (a), _b = (b); _a > _b ? _a : _b; })
int main(void) {
    printf("%d %d %d\n", quotient(7, 2), quotient(1, 0), quotient(1000, 2));
    printf("%d %d\n", total(filled(3)), filled(5).v[4]);
    printf("%d\n", MAX(MAX(3, 9), MAX(({ int x = 4; while (x < 30) x *= 2; x; }), 7)));
    for (int i = 0; i < 5; i++) printf("%d ", ({ if (i == 3) break; if (i == 1) continue; i * 10; }));
    ({ puts(""); });
    int n = 0;
    ({ n++; n += 2; (void)n; });
    printf("%d %d\n", n, 1 ? ({ n + 1; }) : ({ n = 50; }));
}
