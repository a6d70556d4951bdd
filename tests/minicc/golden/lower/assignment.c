struct flags { int low : 3; unsigned high : 5; long : 0; unsigned wide : 20; };
void bits(struct flags *f) { f->low = 3; f->high += 1; f->wide++; }
int read_bits(struct flags f) { return f.low + f.high; }
void narrow(unsigned char *c, _Bool *b, float *f) { *c += 300; ++*b; (*f)--; }
int *step(int **p, long n) { *p += n; return --*p; }
volatile int device;
int polled(void) { device |= 1; return device; }
struct pair { long a, b, c; } x, y;
void copied(struct pair *p) { x = y = *p; }
