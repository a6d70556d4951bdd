int g(int);
int condition(void);
void take(int *);
void stop(void) __attribute__((noreturn));

int straight(void) { int x; return x; }
int added(int a) { int x; x += a; return x; }
int incremented(void) { int x; x++; return x; }
int branch(int a) { int x; if (a) x = g(a); return x; }
int both(int a) { int x; if (a) x = 1; else x = 2; return x; }
int guarded(int a) { int x; if (a) x = 1; if (a) return x; return 0; }
int logical(int a) { int x; if (a && (x = g(a))) return x; return 0; }
int stopped(int a) { int x; if (a) x = 1; else stop(); return x; }
int returned(int a) { int x; if (a) x = 1; else return 0; return x; }
int looped(int a) { int x; do { x = g(a); } while (x); return x; }
int forever(int a) { int x; for (;;) { x = g(a); if (x) break; } return x; }
int addressed(void) { int x; take(&x); return x; }
int jumped(int a) { int x; if (a) goto set; return 0; set: x = 1; return x; }
int size(void) { int x; return sizeof x; }
int conditional(int a) { int x; return a ? (x = 1) : (x = 2); }
int chosen(int a) { int x; switch (a) { case 1: x = 1; break; default: x = 2; } return x; }
int inner(int a) { int x; if (a) { return g(x); } return 0; }
int compared(void) { int x; return x == 3 ? 1 : 0; }
int discarded(void) { int x; (void)x; return 0; }
int argument(void) { int x; return g(x); }
double floating(void) { double x; return x + 1; }
char *pointer(void) { char *p; return p; }
int assigned(void) { int x, y; x = y; return x; }
int statics(void) { static int x; return x; }
int itself(void) { int x = x; return x; }
