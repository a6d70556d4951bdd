/* switch: fall-through, default anywhere, nested, Duff's device, ranges of types, declarations inside. */
int printf(const char *, ...);

static int fall(int v) {
    int r = 0;
    switch (v) {
    case 1: r += 1; /* fall through */
    case 2: r += 10;
        break;
    default: r += 1000; /* fall through */
    case 3: r += 100; /* fall through */
    case 4:
    case 5: r += 5;
    }
    return r;
}

static void copy(char *to, const char *from, int count) {
    int n = (count + 3) / 4;
    switch (count % 4) {
    case 0: do { *to++ = *from++; /* fall through */
    case 3:      *to++ = *from++; /* fall through */
    case 2:      *to++ = *from++; /* fall through */
    case 1:      *to++ = *from++;
            } while (--n > 0);
    }
}

static const char *wide(unsigned long long v) {
    switch (v) {
    case 0x100000000ULL: return "2^32";
    case 0: return "0";
    case 0xffffffffffffffffULL: return "max";
    case 0x80000000: return "2^31";
    }
    return "?";
}

static int narrow(signed char c) {
    switch (c) {
    case -128: return -1;
    case 'a' ... 'f': return c - 'a' + 10;
    case '0' ... '9': return c - '0';
    case 127: return 99;
    default: return -2;
    }
}

static int nested(int a, int b) {
    int r = 0;
    for (int k = 0; k < 6; k++) {
        switch (a + k) {
        case 2:
            switch (b) {
            case 1: r += 1; break;
            case 2: r += 2; continue;
            default: r += 3;
            }
            r += 10;
            break;
        case 3: { int k = 100; r += k; break; }
        case 4: continue;
        case 6: goto out;
        default: r += 1000;
        }
        r += 10000;
    }
out:
    return r;
}

static int jump_in(int v) {
    int r = 1;
    switch (v) {
        int hidden;
    case 0: hidden = 5; r = hidden; break;
    case 1: while (r < 40) { case 2: r = r * 3 + 1; } break;
    case 3: if (r == 2) { case 4: r = 44; } else { r = 33; }
    }
    return r;
}

static int only_default(int v) { switch (v) { default: v++; } switch (v) ; switch (v) { } switch (v) case 3: v = 30; return v; }

enum state { START, RUN, STOP };
static int machine(const char *input) {
    enum state s = START;
    int n = 0;
    while (*input) {
        switch (s) {
        case START: s = *input == 'r' ? RUN : START; break;
        case RUN: n++; if (*input == 's') s = STOP; break;
        case STOP: return n * 100;
        }
        input++;
    }
    return n;
}

int main(void) {
    for (int v = 0; v < 7; v++) printf("%d ", fall(v));
    char buffer[16] = {0};
    for (int n = 1; n < 8; n++) { copy(buffer, "abcdefgh", n); printf("%s ", buffer); }
    printf("\n%s %s %s %s %s\n", wide(0), wide(1ULL << 32), wide(-1), wide(0x80000000u), wide(7));
    printf("%d %d %d %d %d\n", narrow('c'), narrow('7'), narrow(127), narrow(-128), narrow('z'));
    for (int a = 0; a < 4; a++) for (int b = 0; b < 4; b++) printf("%d ", nested(a, b));
    printf("\n");
    for (int v = 0; v < 6; v++) printf("%d ", jump_in(v));
    printf("%d %d %d %d\n", only_default(1), only_default(2), machine("xxrabsq"), machine("rab"));
    return 0;
}
