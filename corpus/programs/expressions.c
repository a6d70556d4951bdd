/* Operators: precedence, associativity, short circuit, comma, conditional, assignment values, increments. */
int printf(const char *, ...);

static int calls;
static int yes(int id) { calls = calls * 10 + id; return 1; }
static int no(int id) { calls = calls * 10 + id; return 0; }
static int log_and_clear(void) { int c = calls; calls = 0; return c; }
static int global = 5, array[6] = {1, 2, 3, 4, 5, 6};
static int *next_place(void) { return &array[calls++ % 6]; }
struct pair { int a; unsigned char b; };

int main(void) {
    int a = 7, b = 3, c = -2, d;
    printf("%d %d %d %d\n", a + b * c, (a + b) * c, a - b - c, a - (b - c));
    printf("%d %d %d %d\n", a << (1 + 1), a & (b == 3), a | (b ^ (c & 5)), (a < b) < c);
    printf("%d %d %d %d\n", !(a == 0), ~a + 1 == -a, -a % b, a / b * b + a % b);
    printf("%d %d %d\n", 1 ? 2 : 0 ? 3 : 4, 0 ? 2 : 0 ? 3 : 4, (1 ? a : b) + c);
    d = a = b = 9;
    printf("%d %d %d\n", a, b, d);
    a += b -= c *= 2;
    printf("%d %d %d\n", a, b, c);
    printf("%d ", yes(1) && no(2) && yes(3)); printf("%d\n", log_and_clear());
    printf("%d ", no(1) || no(2) || yes(3)); printf("%d\n", log_and_clear());
    printf("%d ", yes(1) || (no(2) && yes(3))); printf("%d\n", log_and_clear());
    printf("%d ", (no(1) || yes(2)) && yes(3)); printf("%d\n", log_and_clear());
    printf("%d ", (yes(1), no(2), 42)); printf("%d\n", log_and_clear());
    printf("%d ", no(1) ? yes(2) : no(3) ? yes(4) : yes(5)); printf("%d\n", log_and_clear());
    if (no(1) || (yes(2) && !no(3))) printf("taken %d\n", log_and_clear());
    int i = 0;
    d = i++ + 10;
    printf("%d %d ", i, d);
    d = ++i * 10;
    printf("%d %d ", i, d);
    d = i-- - --b;
    printf("%d %d %d\n", i, b, d);
    i = 0;
    array[i++] = 50;
    array[i] += 5;
    array[++i] *= array[0];
    printf("%d %d %d %d\n", array[0], array[1], array[2], i);
    *next_place() += 100;
    (*next_place())++;
    ++*next_place();
    *next_place() <<= 2;
    printf("%d %d %d %d %d\n", array[0], array[1], array[2], array[3], calls);
    struct pair p = {1, 250}, *q = &p;
    q->b += 10;
    p.a = (p.b *= 100, p.b + q->b);
    printf("%d %d\n", p.a, p.b);
    for (i = 0, d = 100; i < d; i += 7, d -= 3) ;
    printf("%d %d\n", i, d);
    unsigned char narrow = 250;
    int assigned = narrow += 10;
    printf("%d %d %d\n", assigned, narrow, narrow + 1);
    printf("%d %d\n", (unsigned char)~narrow, ~(unsigned char)narrow);
    unsigned u = 1;
    u <<= 31; u |= u >> 4; u ^= 0xff; u %= 1000003; u /= 3;
    printf("%u\n", u);
    long long big = 1;
    big <<= 40; big -= 1; big *= -3; big >>= 5; big &= ~0xffLL; big |= 0x5a;
    printf("%lld\n", big);
    printf("%d %d %d %d\n", -5 / 2, -5 % 2, -5 >> 1, (unsigned)-5 >> 28);
    int const *cp = &global;
    printf("%d %d\n", *cp, (global ? &global : (int *)0) == cp);
    printf("%d %d\n", (int)sizeof(int[3]) - (int)sizeof a, (int)sizeof(short) + a);
    void *v = 1 ? (void *)0 : (void *)&global;
    printf("%d %d\n", v == 0, (a > 0 ? "pos" : "neg")[0]);
    printf("%d\n", (c = 3, c *= 2) + (b ? 1 : 0));
    return 0;
}
