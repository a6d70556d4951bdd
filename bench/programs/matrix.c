/* Matrix products, of doubles and of integers. */
#include <stdio.h>

enum { SIZE = 360 };

static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];
static int p[SIZE][SIZE], q[SIZE][SIZE], r[SIZE][SIZE];

int main(void) {
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            a[i][j] = (double)(i * j % 17) / 3;
            b[i][j] = (double)(i + 2 * j) / 7;
            p[i][j] = i * j % 19 - 9;
            q[i][j] = (i ^ j) % 23;
        }
    for (int round = 0; round < 12; round++) {
        for (int i = 0; i < SIZE; i++)
            for (int j = 0; j < SIZE; j++) {
                double sum = 0;
                for (int k = 0; k < SIZE; k++) sum += a[i][k] * b[k][j];
                c[i][j] = sum;
            }
        for (int i = 0; i < SIZE; i++)
            for (int k = 0; k < SIZE; k++)
                for (int j = 0; j < SIZE; j++) r[i][j] += p[i][k] * q[k][j];
        a[round][round] += c[1][2];
    }
    double trace = 0;
    long whole = 0;
    for (int i = 0; i < SIZE; i++) {
        trace += c[i][i];
        whole += r[i][SIZE - 1 - i];
    }
    printf("%.6f %ld\n", trace, whole);
    return 0;
}
