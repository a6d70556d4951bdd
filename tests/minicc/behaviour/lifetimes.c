/* Objects of blocks, with jumps into them and out of them: what lives must not share its place with another. */
#include <stdio.h>
#include <string.h>

struct pair { long a, b; };
static int total;
__attribute__((noinline)) static void fill(char *p, int c, int n) { memset(p, c, n); }
__attribute__((noinline)) static int sum(const char *p, int n) {
    int s = 0;
    while (n--) s += *p++;
    return s;
}
__attribute__((noinline)) static void touch(int *p) { total += ++*p; }

static int switches(int which) {
    int result = 0;
    switch (which) {
        char bypassed[32];
        int counter;
    case 1:
        fill(bypassed, 1, 32);
        counter = 3;
        touch(&counter);
        result = sum(bypassed, 32) + counter;
        break;
    case 2: {
        char own[32];
        fill(own, 2, 32);
        result = sum(own, 32);
        if (result > 1000) {
    case 3:
            fill(own, 4, 32);
            result = sum(own, 32);
        }
        break;
    }
    default: {
        char other[64];
        fill(other, 3, 64);
        result = sum(other, 64);
    }
    }
    return result;
}

static int jumps(int n) {
    int result = 0;
    if (n == 5) goto inside;
    for (int i = 0; i < n; i++) {
        char before[24];
        fill(before, i, 24);
        {
            char buffer[48];
            fill(buffer, 1, 48);
inside:
            if (n == 5) fill(buffer, 2, 48), i = n;
            result += sum(buffer, 48);
        }
        if (n != 5) result += sum(before, 24);
    }
    return result;
}

static int loops(int n) {
    int result = 0;
    for (int i = 0; i < n; i++) {
        char a[40];
        int x = i;
        fill(a, i, 40);
        if (i % 3 == 0) {
            char b[40];
            fill(b, 7, 40);
            touch(&x);
            if (i == 6) continue;
            result += sum(b, 40);
            if (i == 9) break;
        }
        result += sum(a, 40) + x;
    }
    {
        char c[40];
        fill(c, 1, 40);
        result += sum(c, 40);
    }
    return result;
}

static int again(void) {
    int rounds = 0, *kept = 0, seen = 0;
retry:;
    int x = 5 + rounds;
    char room[16];
    fill(room, x, 16);
    if (kept) seen += *kept;
    kept = &x;
    touch(&x);
    if (++rounds < 4) goto retry;
    return seen + x + sum(room, 16);
}

static int duff(char *to, const char *from, int count) {
    int n = (count + 3) / 4;
    switch (count % 4) {
    case 0: do { char moved = *from++; *to++ = moved;
    case 3:      *to++ = *from++;
    case 2:      *to++ = *from++;
    case 1:      *to++ = *from++;
            } while (--n > 0);
    }
    return sum(to - count, count);
}

static struct pair values(int n) {
    struct pair p = ({ struct pair inner = { n, n + 1 }; { char noise[64]; fill(noise, 9, 64); total += sum(noise, 64); } inner; });
    struct pair q = ({ struct pair inner = { p.b, p.a }; inner; });
    return ({ struct pair last = { p.a + q.a, p.b * q.b }; total++; last; });
}

static int computed(int n) {
    static void *const ways[] = { &&first, &&second, &&done };
    int result = 0, step = 0;
    {
        char a[32];
        fill(a, n, 32);
        goto *ways[step++];
first:
        fill(a, 3, 32);
        result += sum(a, 32);
        goto *ways[step++];
    }
second: {
        char b[32];
        fill(b, 5, 32);
        result += sum(b, 32);
        goto *ways[step];
    }
done:
    return result;
}

static int returned(int n) {
    for (;;) {
        char buffer[100];
        fill(buffer, 1, n);
        if (n > 50) return sum(buffer, n);
        n *= 2;
    }
}

int main(void) {
    for (int i = 0; i < 5; i++) printf("%d ", switches(i));
    printf("\n%d %d %d %d\n", jumps(3), jumps(5), loops(20), again());
    char from[11] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, to[11];
    printf("%d\n", duff(to, from, 11));
    struct pair p = values(4);
    printf("%ld %ld %d %d\n", p.a, p.b, computed(2), returned(7));
    printf("%d\n", total);
    return 0;
}
