/* 2026-11-22: at -O0 a constant index that nothing executes was added to the symbol's address: the linker refused the object. */
int printf(const char *, ...);

union { char bytes[5]; int number; } object;

static int get(int n)
{
    if (n > 5) return object.bytes[2147483647];
    return object.bytes[n] + object.number;
}

int main(void)
{
    object.number = 7;
    printf("%d\n", get(0));
    return 0;
}
