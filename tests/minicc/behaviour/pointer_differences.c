#include <stdio.h>
int a[10];
struct { int *p[2]; } s;
int n;
int *nx(void) { n++; return &a[7]; }
int main(void) { int *p = &a[9]; p -= &a[2]; printf("%ld\n", (long)p); s.p[1] = &a[4]; int k = 0; s.p[++k] -= nx(); printf("%ld %d %d\n", (long)s.p[1], k, n); return 0; }
