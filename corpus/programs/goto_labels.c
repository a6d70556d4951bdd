/* goto: forward, backward, into and out of blocks and loops, labels as a name space of their own. */
int printf(const char *, ...);

static int loop(int n) {
    int sum = 0;
again:
    if (n == 0) goto done;
    sum += n--;
    goto again;
done:
    return sum;
}

static int irreducible(int n) {
    int r = 0;
    if (n & 1) goto b;
a:
    r = r * 2 + 1;
    if (r > 500) goto end;
b:
    r = r * 3 + n;
    if (r < 1000) goto a;
end:
    return r;
}

static int out_of_nest(int t) {
    int i, j, k = 0;
    for (i = 0; i < 10; i++)
        for (j = 0; j < 10; j++) {
            k++;
            if (i * j == t) goto found;
        }
    return -k;
found:
    return i * 100 + j;
}

static int into_block(int n) {
    int r = 0;
    if (n > 2) goto inside;
    for (n = 0; n < 5; n++) {
        r += 10;
        if (0) {
        inside:
            r += 1;
        }
    }
    return r * 10 + n;
}

static int same_names(int same) {
    struct same { int same; } s = {same};
    goto same;
same:
    return s.same + same;
}

static int reenter(void) {
    int count = 0, total = 0;
top:;
    int fresh = count * 2;
    total += fresh;
    {
        int fresh = 100;
        total += fresh;
        if (++count < 4) goto top;
    }
    goto skip;
    total = 0;
skip:
    return total;
}

int main(void) {
    printf("%d %d\n", loop(10), loop(0));
    printf("%d %d %d\n", irreducible(1), irreducible(2), irreducible(7));
    printf("%d %d %d\n", out_of_nest(42), out_of_nest(0), out_of_nest(97));
    printf("%d %d\n", into_block(1), into_block(3));
    printf("%d %d\n", same_names(4), reenter());
    return 0;
}
