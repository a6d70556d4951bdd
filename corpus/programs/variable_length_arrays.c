/* Variable-length arrays: locals, parameters, pointers to them, sizeof, loops over fresh ones, typedefs. */
int printf(const char *, ...);

static int sum(int n, int m, int a[n][m]) { int s = 0; for (int r = 0; r < n; r++) for (int c = 0; c < m; c++) s = (s * 3 + a[r][c]) % 1000003; return s; }
static unsigned long size(int n, int (*p)[n]) { return sizeof *p + sizeof(int[n]) * 100; }
static int fresh(int rounds) {
    int total = 0;
    for (int k = 1; k <= rounds; k++) {
        char work[k * 3];
        for (unsigned long n = 0; n < sizeof work; n++) work[n] = (char)(n * k);
        total += work[sizeof work - 1] + (int)sizeof work;
        if (k % 2) continue;
        total += work[k];
    }
    return total;
}
static int evaluated;
static int next(void) { return ++evaluated + 2; }

int main(void) {
    int n = 4, m = 3;
    int vla[n], (*to_vla)[n] = &vla;
    for (int k = 0; k < n; k++) (*to_vla)[k] = k * n;
    n = 9;
    printf("%d %d\n", vla[3], (int)(sizeof vla / sizeof *vla));
    int matrix[m][n];
    for (int r = 0; r < m; r++) for (int c = 0; c < n; c++) matrix[r][c] = r * c + 1;
    printf("%d %d\n", sum(m, n, matrix), (int)sizeof matrix[1]);
    int (*row)[n] = matrix + 1;
    printf("%d %d %lu\n", (*row)[2], row[1][3], size(n, row));
    printf("%d\n", fresh(6));
    typedef short line[m];
    m = 50;
    line lines[2];
    lines[1][2] = 7;
    printf("%d %d\n", lines[1][2], (int)sizeof lines);
    int once[next()];
    once[2] = 5;
    printf("%d %d %d\n", once[2], (int)sizeof once, evaluated);
    unsigned long counted = sizeof(int[next()]);
    printf("%lu %d\n", counted, evaluated);
    return 0;
}
