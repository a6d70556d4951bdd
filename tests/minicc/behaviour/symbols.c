#include <stdio.h>
#pragma weak absent
extern int absent(int);
extern int absent2(void);
#pragma weak absent2
int real(int x){ return x + 1; }
#pragma weak other = real
extern int other(int);
#pragma weak nobody = real
int var = 4;
static int (wr)(void) __attribute__((weakref("missing_function")));
static int wr2(int) __attribute__((weakref("real")));
static int wv __attribute__((weakref("missing_variable")));
static int pi(const char *s) __attribute__((weakref, alias("puts")));
static int gc(void) __attribute__((weakref("getchar")));
#pragma redefine_extname renamed puts
extern int renamed(const char *);
static int impl(int x){ return x * 3; }
static int (*resolve(void))(int){ return impl; }
int ind(int) __attribute__((ifunc("resolve")));
#pragma GCC visibility push(hidden)
int hid(void){ return 5; }
extern int hv; int hv = 6;
#pragma GCC visibility push(default)
int shown(void){ return 7; }
#pragma GCC visibility pop
struct s { int a; }; typedef int T;
#pragma GCC visibility pop
int shown2(void){ return 8; }
int main(void){ if (gc == 0) puts("no getchar"); if (hv == 0) getchar(); if (absent) puts("has absent"); else puts("no absent"); if (absent2) puts("x"); printf("%d\n", other(3));
 if (wr) puts("wr"); else puts("no wr"); printf("%d %d\n", wr2(6), &wv == 0); pi("pi"); renamed("renamed"); printf("%d %p\n", ind(5) , (void*)(long)(ind == 0)); printf("%d %d %d\n", hid() + hv, shown(), shown2()); return 0; }
#pragma weak late = real
