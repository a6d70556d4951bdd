/* Complex numbers: constants, conversions, operators with real and complex operands, parts, passing. */
#include <complex.h>
#include <stdio.h>

#define SHOW(z) (show(__real__(z)), show(__imag__(z)), puts(""))

static void show(double part)
{
    if (part == part)
        printf("%a ", part);
    else
        printf("nan ");
}

static double complex folded[] = {
    (1 + 2i) * (2.0 + 1i), (1.0 + 0i) * (1.0 - 0.0i), (1.0 + 1i) / (1.0 - 1i), 3.3 * (1.1 + 2.2i),
    (0.1 + 0.3i) * (0.7 + 0.9i), (0.1 + 0.3i) / (0.7 + 0.9i), ~(1.0 + 2.0i), -(0.0 + 1.0i), 2.0 - 1.0i, 1,
};
static _Complex int whole = (3 + 4i) / (1 + 2i), doubled = (3 + 4i) * 2;
struct tagged { float complex number; int tag; } tagged = {1.0f + 2.0fi, 3};

static double complex scale(double complex a, float b) { return a * b + 2.0 * I; }
static float complex square(float complex a) { return a * a / (1.0f + 2.0fi); }
static long double complex divide(long double complex a, long double complex b) { return a / b - ~a; }
static _Complex int integers(_Complex int a, _Complex int b) { return a * b + a / b - 3i; }

static void infinities(void)
{
    double huge = 1e308 * 10;
    double complex z = CMPLX(huge, 0.0), w = CMPLX(0.0, huge), n = CMPLX(-0.0, 0.0);
    SHOW(z * w);
    SHOW(z * (1.0 + 1.0i));
    SHOW((1.0 + 1.0i) / z);
    SHOW(z / (1.0 + 1.0i));
    SHOW(n + 0.0);
    SHOW(0.0 - n);
    SHOW(n * 2.0);
    SHOW(1.0 / n);
}

int main(void)
{
    double complex z = 3.0 + 4.0 * I;
    float complex w = 1.25f - 2.0fi;
    long double complex x = 1.0L + 3.0Li;
    for (unsigned i = 0; i < sizeof folded / sizeof *folded; i++)
        SHOW(folded[i]);
    SHOW(whole);
    SHOW(doubled);
    SHOW(tagged.number);
    double *imaginary_part = &__imag__ folded[1];
    printf("%d %a\n", tagged.tag, *imaginary_part);
    SHOW(scale(z, 2));
    SHOW(square(w));
    SHOW(divide(x, 2.0L + 1.0Li));
    SHOW(integers(5 + 3i, 2 - 1i));
    SHOW(integers(5 + 3i, 1 - 2i));
    z *= 2;
    SHOW(z);
    SHOW(z++);
    SHOW(--z);
    z /= w;
    SHOW(z);
    double real = 2;
    real *= z;
    printf("%a\n", real);
    real /= z;
    printf("%a\n", real);
    real -= 1.0 + z;
    printf("%a\n", real);
    int count = 3;
    count += z;
    printf("%d\n", count);
    __real__ z = 9;
    __imag__ z += 2;
    SHOW(z);
    SHOW(conj(z));
    SHOW(-z);
    printf("%d %d %d %d\n", z == w, z != w, !z, z == z);
    if (z)
        puts("true");
    printf("%d\n", z && __imag__ w ? 1 : 0);
    printf("%a %a %d\n", creal(z), cimag(z), (int)sizeof(z));
    SHOW((float complex)z);
    SHOW((int)z);
    SHOW((_Bool)(0.0 + 1.0i));
    SHOW(1 ? z : w);
    SHOW(__builtin_complex(1.0f, -0.0f));
    double complex array[3] = {1, 2.0i, [2] = 3.0 + 1.0i};
    double complex *pointer = array + 1;
    *pointer += 1;
    SHOW(pointer[0]);
    SHOW(pointer[1]);
    printf("%d %d\n", (int)__real__ 'a', (int)__imag__ 7);
    printf("%d\n", _Generic(w * 1.0, double complex: 1, float complex: 2, default: 3));
    infinities();
    return 0;
}
