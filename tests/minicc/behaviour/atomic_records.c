/* Atomic objects that are records or of 16 bytes, and the functions that take values by address (-latomic). */
#include <stdio.h>

typedef struct {
    long a, b;
} pair;
typedef struct {
    char c[3];
} three;
typedef struct {
    int a, b;
} eight;
typedef struct {
    long a[5];
} large;

static pair plain = {1, 2};
static __int128 wide = 5;
static _Atomic __int128 atomic_wide = 7;
static _Atomic pair atomic_pair = {3, 4};
static _Atomic three atomic_three = {{1, 2, 3}};
static _Atomic eight atomic_eight = {8, 9};
static _Atomic large atomic_large;

int main(void)
{
    pair r, s = {7, 8}, expected = {1, 2}, desired = {20, 30};
    __atomic_load(&plain, &r, 5);
    printf("%ld %ld\n", r.a, r.b);
    __atomic_store(&plain, &s, 5);
    __atomic_exchange(&plain, &r, &s, 5);
    printf("%ld %ld %ld\n", plain.a, plain.b, s.a);
    printf("%d\n", __atomic_compare_exchange(&plain, &expected, &desired, 0, 5, 5));
    printf("%d\n", __atomic_compare_exchange(&plain, &expected, &desired, 0, 5, 5));
    printf("%ld %ld %ld\n", plain.a, expected.a, expected.b);
    __int128 old = __atomic_fetch_add(&wide, 10, 5);
    printf("%ld %ld %ld\n", (long)old, (long)wide, (long)__atomic_sub_fetch(&wide, 3, 5));
    atomic_wide++;
    atomic_wide += 5;
    atomic_wide = atomic_wide * 2;
    printf("%ld\n", (long)atomic_wide);
    pair z = atomic_pair;
    printf("%ld %ld\n", z.a, z.b);
    z = atomic_pair = s;
    printf("%ld %ld\n", z.a, z.b);
    eight y = atomic_eight;
    printf("%d %d %d %d\n", y.a, y.b, (int)sizeof atomic_eight, (int)_Alignof(_Atomic eight));
    atomic_eight = (eight){4, 5};
    y = atomic_eight;
    printf("%d\n", y.b);
    eight six = {6, 6}, was;
    __atomic_exchange((eight *)&atomic_eight, &six, &was, 5);
    printf("%d %d\n", was.a, was.b);
    three t = atomic_three;
    printf("%d %d %d\n", t.c[2], (int)sizeof atomic_three, (int)_Alignof(_Atomic three));
    t.c[1] = 77;
    atomic_three = t;
    t = atomic_three;
    printf("%d\n", t.c[1]);
    large l = {{1, 2, 3, 4, 5}};
    atomic_large = l;
    l = atomic_large;
    printf("%ld %d\n", l.a[4], (int)_Alignof(_Atomic large));
    struct around {
        char c;
        _Atomic eight e;
        char d;
        _Atomic pair p;
    };
    printf("%d %d\n", (int)sizeof(struct around), (int)__builtin_offsetof(struct around, p));
    return 0;
}
