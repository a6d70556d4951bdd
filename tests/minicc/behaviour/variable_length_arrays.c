/* Variable-length arrays: sizes, two dimensions, parameters, and stack space given back by every way out of a block. */
#include <stdio.h>
#include <string.h>
static int sum(int n, int m, int a[n][m]) { int s = 0; for (int i = 0; i < n; i++) for (int j = 0; j < m; j++) s += a[i][j] * (i + 1); return s; }
static void fill(int n, double a[static n]) { for (int i = 0; i < n; i++) a[i] = i / 2.0; }
static long deep(int turns) {
    long total = 0;
    for (int i = 0; i < turns; i++) {
        char block[10000 + i % 7];
        block[i % 10000] = (char)i;
        if (i % 3 == 0) continue;
        for (int j = 0; j < 2; j++) {
            char inner[5000 * (j + 1)];
            inner[0] = block[i % 10000];
            total += inner[0] + (long)sizeof inner;
            if (i % 5 == 0) goto next;
            if (j == 1) break;
        }
        total++;
    next:;
    }
    return total;
}
static int again(int n) {
    int count = 0;
top:;
    char block[100000];
    block[n] = 1;
    {
        int list[n * 1000];
        list[0] = n;
        count += list[0] + block[n];
        if (--n > 0) goto top;
    }
    while (1) {
        int more[count];
        more[count - 1] = 3;
        switch (count) { case 0: return -1; default: { char c[count]; c[0] = 1; if (count++ > 2000000) return more[0] = c[0]; if (count > 30000) break; } continue; }
        return count;
    }
}
int main(int argc, char **argv) {
    int n = argc + 2, m = n * 2;
    int a[n][m];
    memset(a, 0, sizeof a);
    for (int i = 0; i < n; i++) for (int j = 0; j < m; j++) a[i][j] = i * j;
    n = 100;
    printf("%zu %zu %zu %d\n", sizeof a, sizeof a[0], sizeof a / sizeof *a, sum(3, m, a));
    int (*row)[m] = a + 1, (*last)[m] = &a[2];
    printf("%d %td %d\n", row[1][3], last - row, (*(row + 1))[5]);
    double d[m]; fill(m, d); printf("%g\n", d[m - 1]);
    typedef char text[m + 1]; m = 2; text t; printf("%zu %zu\n", sizeof t, sizeof(text));
    printf("%ld %d\n", deep(20000), again(50));
    int z = ({ int v[argc + 4]; v[argc] = 9; v[argc] + (int)sizeof v; });
    printf("%d %zu\n", z, sizeof(int[argc + 1]));
    row++; printf("%d\n", (*row)[2]); row -= argc; printf("%d\n", (*row)[2]);
}
