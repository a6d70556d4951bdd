#include <stdarg.h>
#include <stdio.h>
#include <stddef.h>
typedef struct {} Empty;
typedef struct { float f; int :32; } Unnamed;
typedef struct { int :32; float f; } Unnamed2;
typedef struct { long a; int :7; } Unnamed3;
typedef struct { int x __attribute__((aligned(16))); } Al16;
typedef struct { long x[4]; } __attribute__((aligned(32))) Al32;
typedef struct { __int128 i; } I128;
typedef struct { _Float128 q; } F128;
typedef struct { _Bool b; char c; short s; } Small;
typedef enum { A=-1, B=300 } En;
typedef union { int *ip; long *lp; } TU __attribute__((transparent_union));
typedef struct { int n; char tail[]; } Flex;
__int128 i128(int a,int b,int c,int d,int e,__int128 x, int f, __int128 y);
int narrow(_Bool b, char c, unsigned char uc, short s, unsigned short us, En e);
_Bool rb(int); char rc(int); unsigned char ruc(int); short rs(int); unsigned short rus(int);
int empty(int a, Empty e, int b);
float un(Unnamed u, int k, Unnamed2 v, Unnamed3 w);
int al(int a, Al16 x, int b, Al32 y, int c);
_Float128 quad(_Float128 a, int b, F128 q);
F128 rquad(int);
I128 ri(long, I128, long, I128, I128, long);
Small small(Small, Small);
int noproto();
int tu(TU);
int va(int n, ...);
int flex(Flex f);
long double ld(long double a, int b, long double c);
void show(const char*, long);
extern int counter; extern __thread int tls;
