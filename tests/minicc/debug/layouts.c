/* Types whose description must be gcc's; every one is the type of a global variable. */
typedef unsigned long size_t;
typedef const char *text_t;
typedef struct { int x, y; } point_t;
typedef point_t line_t[2];
typedef int (*compare_t)(const void *, const void *);
typedef enum { MINUS = -1, NIL, ONE } sign_t;
typedef struct later later_t;
enum big { SMALL, HUGE_ONE = 0xffffffff };
struct later { later_t *self; const later_t *const other; };

struct plain { char c; short s; int i; long l; long long ll; float f; double d; long double ld; } plain;
struct bits { int a : 3; unsigned b : 5; int : 0; unsigned char c : 7; long long d : 40; unsigned e : 1; _Bool f : 1; } bits;
struct __attribute__((packed)) packed_bits { int a : 3; long b : 50; char c; int d : 30; } packed_bits;
struct __attribute__((packed)) packed { char c; int i; double d; } packed;
struct __attribute__((aligned(64))) aligned { char c; } aligned;
struct nested { struct { int a; union { float f; int i; }; }; point_t p; line_t l; } nested;
union variant { char bytes[8]; long number; struct { short lo, hi; } halves; } variant;
struct flexible { int n; point_t items[]; } *flexible;
struct list { struct list *next, **prev; void (*visit)(struct list *, ...); } list;
struct opaque;
struct opaque *opaque;
struct empty {} empty;
struct zero { int n; char tail[0]; } zero;
struct enums { sign_t s; enum big b; enum { LOCAL_A, LOCAL_B = 7 } l; } enums;
struct qualified { const int a; volatile unsigned char b; const volatile short *c; char *restrict d; _Atomic int e; } qualified;
struct arrays { int a[2][3][4]; text_t names[5]; int (*p)[7]; compare_t table[2]; } arrays;
struct numbers { _Bool b; signed char s; unsigned short us; unsigned int u; unsigned long ul; unsigned long long ull;
                 __int128 q; unsigned __int128 uq; _Complex float cf; _Complex double cd; } numbers;
typedef float v4 __attribute__((vector_size(16)));
struct vectors { v4 v; char c; } vectors;
#pragma pack(push, 2)
struct pushed { char c; double d; int i; } pushed;
#pragma pack(pop)
struct mixed { char a; int b : 4; char c; long d : 33; short e; } mixed;
struct unnamed { int a : 1; int : 5; int b : 2; } unnamed;
struct over { _Alignas(16) char a; char b; } over;
union of_bits { unsigned a : 3; unsigned long b : 60; char c; } of_bits;
struct with_bool { _Bool a; _Bool b[3]; } with_bool;
struct pointers { void *v; const void *cv; char **argv; int (*f)(void); double (*(*g)(int))(float); } pointers;
struct doubly { struct plain p[2]; struct bits b; union variant u; } doubly;
struct wide_enum { enum big e[3]; } wide_enum;
struct char_bits { unsigned char a : 1, b : 2, c : 6; signed char d : 4; } char_bits;
struct long_bits { unsigned long a : 63, b : 2, c : 64; } long_bits;

const int constant = 3;
static volatile int hidden;
size_t length;
text_t text;
line_t line;
later_t later;
sign_t sign;
compare_t compare;
const point_t origin;
const volatile point_t *where;
int matrix[3][4];
extern int declared_only;
int *use(void) { return hidden ? &declared_only : (int *)&constant; }
point_t middle(line_t l, const size_t n, int count, ...) { return l[n > (size_t)count]; }
static inline long double twice(long double v) { return v + v; }
long double (*keep)(long double) = twice;
