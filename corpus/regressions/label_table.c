/* 2026-11-22: addresses of labels in a static table were refused. Found building Lua. */
int printf(const char *, ...);

static int run(const char *program)
{
    static const void *const table[] = {&&add, &&multiply, &&stop};
    int value = 1;
    void *last = &&add;
    goto *table[*program++ - '0'];
add:
    value += 3;
    goto *table[*program++ - '0'];
multiply:
    value *= 5;
    goto *table[*program++ - '0'];
stop:
    if (value == 20) {
        value++;
        program -= 1;
        goto *last;
    }
    return value;
}

int main(void)
{
    printf("%d %d\n", run("01012"), run("012"));
    return 0;
}
