/* Objects far larger than what initialises them. */
#include <stdio.h>
static int sparse[1 << 20] = {[5] = 1, [4096 / 4] = 2, [1 << 19] = 3, [(1 << 20) - 1] = 4};
static struct { char text[1 << 21]; int *p; long tail[1 << 17]; const char *s; } mixed = {"abc", &sparse[1 << 19], {[77777] = 9}, "end"};
static char name[1 << 21] = "name";
static char page[3][4096] = {"", "x", {[4095] = 'y'}};
static struct { char pad[5000]; int *p; char more[5000]; } medium = {"", &sparse[5], {[4999] = 1}};
int main(void) {
    long sum = 0;
    for (long i = 0; i < 1 << 20; i += 1) sum += sparse[i] * (i & 15);
    printf("%ld %d %d\n", sum, sparse[1 << 19], sparse[1024]);
    printf("%s %d %ld %s %d\n", mixed.text, *mixed.p, mixed.tail[77777], mixed.s, mixed.text[100000]);
    printf("%s %d %c %c\n", name, name[1 << 20], page[1][0], page[2][4095]);
    printf("%d %d %d\n", *medium.p, medium.more[4999], medium.pad[4999]);
    char local[100000] = {[0] = 'l', [50000] = 'm'};
    int local2[3000] = {1, 2, 3, 4, 5, 6, [10] = 7};
    printf("%c %c %d %d %d\n", local[0], local[50000], local[99999], local2[10], local2[2999]);
}
