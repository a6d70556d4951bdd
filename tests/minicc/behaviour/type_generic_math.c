#include <tgmath.h>
#include <complex.h>
#include <stdio.h>
int main(void){
 float f=2; double d=3; long double l=4; float complex fc=1+2*I; double complex dc=3+4*I; long double complex lc = 5-6*I; int i=7;
 printf("%zu %zu %zu %zu %zu %zu %zu\n", sizeof sqrt(f), sizeof sqrt(d), sizeof sqrt(l), sizeof sqrt(fc), sizeof sqrt(dc), sizeof sqrt(lc), sizeof sqrt(i));
 printf("%g %g %Lg %g\n", sqrt(f), sin(d), exp(l), sqrt(i));
 printf("%g %g\n", creal(sqrt(fc)), cimag(sqrt(dc))); printf("%g %g\n", fabs(dc), carg(dc));
 printf("%g %Lg %g\n", pow(f,d), pow(f,l), creal(pow(f,dc))); printf("%g %ld %g\n", ldexp(f,3), lrint(d), fmax(i,f)); printf("%g %g\n", fma(f,f,d), atan2(f,f));
 printf("%g %g\n", creal(cexp(I*d)), cimag(conj(dc))); double complex z = CMPLX(1,-0.0); printf("%g %g\n", creal(z), cimag(z)); printf("%g\n", cabs(dc)); printf("%g %g\n", creal(cproj(dc)), frexp(d,&i));
 return 0;}
