/* What is known of objects and values while compiling, and where gcc puts what is declared oddly. */
#include <stdio.h>

struct record {
    int number;
    char name[10];
    int other;
    char tail[8];
} global;

#define SIZES(e)                                                                                       \
    printf("%s %ld %ld %ld %ld\n", #e, (long)__builtin_object_size(e, 0), (long)__builtin_object_size(e, 1), \
           (long)__builtin_object_size(e, 2), (long)__builtin_object_size(e, 3))

static int answered(int n)
{
    char constant[__builtin_constant_p(n) ? 3 : 4];
    char chosen[__builtin_choose_expr(__builtin_constant_p(n), 5, 6)];
    static int known = __builtin_constant_p(sizeof(int)), address = __builtin_constant_p(answered);
    return sizeof constant * 1000 + sizeof chosen * 100 + known * 10 + address;
}

static void leave(char **text)
{
    printf("leave %s\n", *text);
}

struct __attribute__((packed)) holes {
    unsigned x : 5, y : 5, : 0, z : 5;
    char a : 5;
    short b : 5;
};

typedef struct {
} nothing;
struct around_nothing {
    unsigned char a;
    nothing middle;
    unsigned char b;
} around = {{(1)}, (nothing){}, 022}, skipped = {3, 4, 5}, nothing_left = {3, 4};

int main(void)
{
    struct record local, *pointer = &local;
    char buffer[20];
    SIZES(buffer);
    SIZES(&buffer[4]);
    SIZES(&buffer[20]);
    SIZES(global.name);
    SIZES(&global.name[2]);
    SIZES(global.tail);
    SIZES(&global.number);
    SIZES(&global);
    SIZES("hello");
    printf("%d\n", answered(1));
    printf("%d %d\n", __builtin_constant_p(pointer->number / 0), __builtin_constant_p("text"));
    char *__attribute__((cleanup(leave))) first = "first", *__attribute__((cleanup(leave))) second = "second";
    char *__attribute__((aligned(32))) aligned;
    struct holes h;
    printf("%d %d\n", (int)__alignof__(aligned), (int)sizeof h);
    h.z = 9;
    h.b = -3;
    for (unsigned i = 4; i < sizeof h; i++)
        printf("%d%s", ((unsigned char *)&h)[i] & (i == 4 ? 31 : 0), i + 1 < sizeof h ? " " : "\n");
    struct around_nothing inside = {5, (nothing){}, 6}, plain = {7, 8};
    printf("%d %d %d %d %d %d %d %d\n", around.a, around.b, skipped.a, skipped.b + nothing_left.b, inside.a, inside.b, plain.a, plain.b);
    (void)first, (void)second;
    return 0;
}
