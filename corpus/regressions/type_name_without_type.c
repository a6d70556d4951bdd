/* 2026-11-22: a cast to a type name of qualifiers alone was a syntax error; tcc's test-suite has one. */
int printf(const char *, ...);

int main(void)
{
    char c = 1, d = 2;
    printf("%d %d %d\n", (int)sizeof((volatile)c ? c : d), (const)2.9, (int)sizeof(volatile));
    return 0;
}
