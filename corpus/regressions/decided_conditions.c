/* 2026-11-22: at -O0 code was made of calls that are never reached; tcc and Linux define no such function. */
int printf(const char *, ...);
int nowhere(void);

static int called;

static int call(void)
{
    return ++called;
}

int main(void)
{
    int i = call() && 0 && nowhere();
    int j = call() || 1 || nowhere();
    if ((call() && 0) || (0 && nowhere()))
        nowhere();
    if (!(call() || sizeof(int) == 4))
        nowhere();
    if (sizeof(int) == 8 || -1 > 0 || 0u - 1 < 1u)
        nowhere();
    if (call(), 0)
        nowhere();
    for (; call() && 'a' > 200;)
        nowhere();
    switch (sizeof(long)) {
    case 4:
        nowhere();
    case 8:
        i += 10;
        break;
    default:
        nowhere();
    }
    i += (call() && 0) ? nowhere() : 100;
    printf("%d %d %d\n", i, j, called);
    return 0;
}
