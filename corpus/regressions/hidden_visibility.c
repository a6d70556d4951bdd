/* 2026-11-22: 'hidden dso_local' was written in the wrong order, LLVM refused the module. Found building Lua. */
int printf(const char *, ...);

__attribute__((visibility("hidden"))) int counter = 3;
__attribute__((visibility("hidden"))) int next(void) { return ++counter; }
int other_name(void) __attribute__((visibility("protected"), alias("next")));

int main(void)
{
    int first = next();
    printf("%d %d\n", first, other_name());
    return 0;
}
