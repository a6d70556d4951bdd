int signed_wraps_never(int a, int b) { return a * b - -a; }
unsigned unsigned_wraps(unsigned a, unsigned b) { return (a + b) / (a % b) >> 3; }
int shift(int a, long count) { return a << count >> 1; }
double mixed(int a, float b, unsigned long c) { return a + b * c; }
_Bool truth(double d, int *p) { return d && p; }
int compare(char *p, char *q, unsigned u, float f) { return p < q + (u >= 3) - !f; }
