/* The spectral norm of an infinite matrix, cut off, by the power method. */
#include <math.h>
#include <stdio.h>

enum { SIZE = 2000 };

static double element(int i, int j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void multiply(const double *v, double *result, int transposed) {
    for (int i = 0; i < SIZE; i++) {
        double sum = 0;
        for (int j = 0; j < SIZE; j++) sum += (transposed ? element(j, i) : element(i, j)) * v[j];
        result[i] = sum;
    }
}

int main(void) {
    static double u[SIZE], v[SIZE], scratch[SIZE];
    for (int i = 0; i < SIZE; i++) u[i] = 1;
    for (int i = 0; i < 10; i++) {
        multiply(u, scratch, 0);
        multiply(scratch, v, 1);
        multiply(v, scratch, 0);
        multiply(scratch, u, 1);
    }
    double product = 0, square = 0;
    for (int i = 0; i < SIZE; i++) {
        product += u[i] * v[i];
        square += v[i] * v[i];
    }
    printf("%.9f\n", sqrt(product / square));
    return 0;
}
