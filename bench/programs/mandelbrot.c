/* How long points of the plane stay near the origin. */
#include <stdio.h>

enum { SIZE = 1500, LIMIT = 100 };

int main(void) {
    unsigned long sum = 0;
    for (int row = 0; row < SIZE; row++)
        for (int column = 0; column < SIZE; column++) {
            double cr = 2.0 * column / SIZE - 1.5, ci = 2.0 * row / SIZE - 1.0, zr = 0, zi = 0;
            int steps = 0;
            while (steps < LIMIT && zr * zr + zi * zi < 4) {
                double next = zr * zr - zi * zi + cr;
                zi = 2 * zr * zi + ci;
                zr = next;
                steps++;
            }
            sum = sum * 31 + (unsigned)steps;
        }
    printf("%lx\n", sum);
    return 0;
}
