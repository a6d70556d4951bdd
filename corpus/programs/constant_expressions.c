/* Integer constant expressions: enumerators, array sizes, case labels, bit-field widths, static initialisers. */
int printf(const char *, ...);

enum small { A, B = 5, C, D = -3, E, F = 'a' + 1, G = B << 4 | C, H = sizeof(long) * 3, I = ~0, J = 1 ? 10 : 1 / 1 };
enum { BIG = 0x7fffffff, NEGATIVE = -0x7fffffff - 1 };
enum { COUNT = (3 + 4 * 5 - 6 / 2) % 11, LOGIC = (1 && 0) || (2 > 1) };

_Static_assert(sizeof(int) == 4, "int has four bytes");
_Static_assert(C == 6 && E == -2 && G == 86 && H == 24, "enumerators");

static int table[COUNT + 3];
static char text[sizeof "hello" + (sizeof(int[7]) / sizeof(int))];
struct bits { unsigned a : COUNT + 1; int : 0; unsigned b : (sizeof(char) == 1) ? 3 : 2; };

static unsigned long u64 = -1;
static unsigned char wrapped = (unsigned char)300;
static int from_cast = (int)3.99;
static int negative_cast = (int)-3.99f;
static double from_int = 7 / 2;
static double exact = 7 / 2.0;
static _Bool truth = 0.5;
static _Bool bool_cast = (_Bool)0676;
static int unsigned_compare = -1 > 0u;
static int shifts = -16 >> 2;
static long wide_shift = 1L << 40;
static unsigned mod = -7u % 5;
static int boolean_arithmetic = (_Bool)(+(int)(_Bool)0676) - 1;
static long long literal_types = sizeof(2147483648) * 100 + sizeof(0x80000000) * 10 + sizeof(1ull);
static int chars = 'A' + '\n' + '\x41' + '\101' + '\\' + '\0';
static int negative_char = '\xff';
static int *address = &table[3];
static int *past = table + COUNT;

static char *string_tail = "constant" + 3;

static int classify(int v) {
    switch (v) {
    case A: return 1;
    case B + 1: return 2;
    case -3: return 3;
    case 'x': return 4;
    case sizeof(int) * 25: return 5;
    case BIG: return 6;
    case NEGATIVE: return 7;
    case (unsigned char)300: return 8;
    case 1 ? 77 : 78: return 9;
    default: return 0;
    }
}

int main(void) {
    printf("%d %d %d %d %d %d %d %d %d %d\n", A, B, C, D, E, F, G, H, I, J);
    printf("%d %d %d %d\n", BIG, NEGATIVE, COUNT, LOGIC);
    printf("%zu %zu %zu\n", sizeof table, sizeof text, sizeof(struct bits));
    printf("%lu %d %d %d %g %g %d %d\n", u64, wrapped, from_cast, negative_cast, from_int, exact, truth, bool_cast);
    printf("%d %d %ld %u %d %lld\n", unsigned_compare, shifts, wide_shift, mod, boolean_arithmetic, literal_types);
    printf("%d %d %d %d %s\n", chars, negative_char, (int)(address - table), (int)(past - table), string_tail);
    int samples[] = {0, 6, -3, 'x', 100, 0x7fffffff, -0x7fffffff - 1, 44, 77, 78};
    for (unsigned n = 0; n < sizeof samples / sizeof samples[0]; n++) printf("%d ", classify(samples[n]));
    printf("\n");
    return 0;
}
