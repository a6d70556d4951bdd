/* Loops whose neighbouring sums may be computed at once, and loops that look like them. */
#include <stdio.h>

enum { SIZE = 37 };

static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];
static int p[SIZE][SIZE], q[SIZE][SIZE], r[SIZE][SIZE];
static struct { float row[SIZE]; } f[SIZE], g[SIZE], h[SIZE];

static void fill(void) {
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            a[i][j] = (double)(i * j % 17) / 3;
            b[i][j] = (double)(i + 2 * j) / 7;
            f[i].row[j] = (float)(i * 3 + j) / 5;
            g[i].row[j] = (float)(i ^ j) / 3;
            p[i][j] = i * j % 19 - 9;
            q[i][j] = (i ^ j) % 23;
            c[i][j] = r[i][j] = h[i].row[j] = 0;
        }
}

static void show(const char *what) {
    double sum = 0;
    long whole = 0;
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            sum += (c[i][j] + h[i].row[j] + a[i][j]) * (i + 3 * j);
            whole += r[i][j] * (i - j);
        }
    printf("%s %a %ld\n", what, sum, whole);
}

static void product(void) {
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            double sum = 0;
            for (int k = 0; k < SIZE; k++) sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}

static void into_memory(int n) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            for (int k = 0; k < n; k++) r[i][j] += p[i][k] * q[k][j];
}

static void triangle(int n) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            float sum = 1;
            for (int k = j; k < n; k++) sum -= f[i].row[k] * g[k].row[j];
            h[i].row[j] = sum;
        }
}

static void flat(int n, const double *restrict x, const double *restrict y, double *restrict z) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
            double sum = z[i * n + j];
            for (int k = 0; k < n; ++k) sum = sum + x[i * n + k] * y[k * n + j];
            z[i * n + j] = sum / 2;
        }
}

/* The sums depend on each other. */
static void carried(void) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            for (int k = 0; k < SIZE; k++) sum = sum / 2 + a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}

static void in_place(double *x, double *y) {
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            double sum = 0;
            for (int k = 0; k < SIZE; k++) sum += x[i * SIZE + k] * b[k][j];
            y[i * SIZE + j] = sum / 64;
        }
}

static void neighbours(void) {
    for (int j = 1; j < SIZE; j++) {
        double sum = 0;
        for (int k = 0; k < SIZE; k++) sum += a[3][k] * b[k][j];
        a[3][j] = sum / 512;
    }
}

static void counted_on(void) {
    for (int j = 0; j < SIZE; j++) {
        double sum = 0;
        for (int k = 0; k < SIZE; k++) sum += a[1][k] * b[k][j];
        c[1][j] = sum;
        j = j + (j & 1);
    }
}

static void shrinking(void) {
    static int limit[1];
    limit[0] = SIZE;
    for (int j = 0; j < limit[0]; j++) {
        int sum = 0;
        for (int k = 0; k < SIZE; k++) sum += p[2][k] * q[k][j];
        r[2][j] = sum;
        limit[0] = limit[0] - 1;
    }
}

int main(void) {
    fill(); product(); show("product");
    for (int n = 0; n <= SIZE; n += n < 10 ? 1 : 9) {
        fill(); into_memory(n); show("into memory");
        triangle(n); show("triangle");
        flat(n, a[0], b[0], c[0]); show("flat");
    }
    fill(); carried(); show("carried");
    fill(); in_place(a[0], c[0]); show("two places");
    fill(); in_place(a[0], a[0]); show("in place");
    fill(); neighbours(); show("neighbours");
    fill(); counted_on(); show("counted on");
    fill(); shrinking(); show("shrinking");
    return 0;
}
