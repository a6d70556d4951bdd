#include <stdio.h>
#include <stdlib.h>
static void show(int *p){ printf("clean %d\n", *p); }
static void freep(void *p){ printf("free %s\n", *(char**)p); free(*(void**)p); }
struct S { int a[10]; };
static void showS(struct S *s){ printf("S %d\n", s->a[3]); s->a[3] = -1; }
#define C __attribute__((cleanup(show)))
static int f(int n){ C int x = n; if (n > 3) return x++ * 2; { C int y = n + 100; if (n == 2) goto out; if (n == 1) return y; } printf("mid\n"); out: printf("out\n"); return 7; }
static struct S g(void){ __attribute__((cleanup(showS))) struct S s = {{1,2,3,4}}; return s; }
static void loop(void){ for (C int i = 50; i < 53; i++) { C int k = i * 10; if (i == 51) continue; if (i == 52) break; printf("body %d\n", k); } 
  int j = 0; while (j < 3) { C int z = j++; if (z == 1) continue; switch (z) { case 0: { C int q = 77; break; } default: ; C int w = 5; break; } printf("z %d\n", z);} 
  do { C int a = 1; C int b = 2; } while (0); }
static int se(void){ int v = ({ C int t = 9; t + 1; }); struct S s = ({ __attribute__((__cleanup__(showS))) struct S q = {{0,0,0,8}}; q; }); return v + s.a[3]; }
static void str(void){ __attribute__((cleanup(freep))) char *p = malloc(8); sprintf(p, "hi"); __attribute__((cleanup(freep))) char *q = malloc(8); sprintf(q, "ho"); }
static int back(void){ int n = 0; again:; C int x = n; if (n++ < 2) goto again; return n; }
static void vla(int n){ int a[n]; a[0] = n; C int x = 3; for (int i = 0; i < 2; i++) { int b[n+i]; b[i] = 4; C int y = b[i]; if (i) goto end; } end: printf("%d\n", a[0]); }
static int ret_init(int n){ C int x = n ? n : ({ return 5; 3; }); return x + 1; }
static int asmg(int x){ { C int y = x; __asm__ goto("testl %0,%0; jz %l1" :: "r"(x) : "cc" : zero); printf("nz\n"); } return 1; zero: return 0; }
_Noreturn static void die(int *p){ printf("die\n"); fflush(stdout); exit(0); }
static int dead(void){ __attribute__((cleanup(die))) int x = 1; return 3; }
int main(void){ for (int i = 0; i < 5; i++) printf("=%d\n", f(i)); printf("%d\n", g().a[3]); loop(); printf("%d\n", se()); str(); printf("%d\n", back()); vla(3); printf("%d %d\n", ret_init(0), ret_init(4)); printf("%d%d\n", asmg(0), asmg(1)); dead(); }
