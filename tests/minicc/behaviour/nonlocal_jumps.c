#include <stdio.h>
#include <stdlib.h>
static void *buf[5]; static int depth;
__attribute__((noinline)) static void deep(int n){ char big[100]; big[n] = n; if (n == 0) __builtin_longjmp(buf, 1); deep(n - 1); printf("%d", big[n]); }
__attribute__((noinline)) static int caught(int n){ volatile int k = n; if (__builtin_setjmp(buf) == 0) { k++; deep(5); return -1; } return k; }
__attribute__((noinline)) static int table(int x){ static int b[] = { &&l1 - &&l0, &&l2 - &&l0, &&l0 - &&l0 }; int c = 0; void *a = &&l0 + b[x]; goto *a; l1: c += 2; l2: c++; l0: return c; }
__attribute__((noinline)) static int table2(int x){ static const long b[] = { (long)&&l1 - (long)&&l0, &&l2 - &&l0 }; static const struct { char c; int d; } s = { 3, &&l2 - &&l0 }; int c = 0; void *a = &&l0 + (x == 2 ? s.d : b[x]); goto *a; l1: c += 2; l2: c++; l0: return c * s.c; }
int main(void){ printf("%d %d\n", caught(3), caught(7)); printf("%d %d %d\n", table(0), table(1), table(2)); printf("%d %d %d\n", table2(0), table2(1), table2(2)); return 0; }
