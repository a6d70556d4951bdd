struct point { int x, y; };
struct __attribute__((packed)) tight { char c; int n[2]; };
int members(struct point *p, int i) { return p[i].y; }
int unaligned(struct tight *t, int i) { return t->n[1] + t->n[i]; }
long distance(struct point *p, struct point *q) { return p - q; }
void locals(int n) {
    int numbers[6] = {1, 2, [4] = n, 9};
    char text[64] = "abc";
    struct point point = {.y = n}, other = point;
    int *literal = (int[]){n, 3};
    void take(void *, ...);
    take(numbers, text, &point, &other, literal);
}
