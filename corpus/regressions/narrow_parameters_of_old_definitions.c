/* 2026-11-22: an old-style definition whose declaration came earlier took its narrow parameters unpromoted, and behind a
   prototype promoted (as gcc has it, the prototype decides). */
int printf(const char *, ...);

int f();
int g(short);
int h(int);

int f(c, s, x)
char c;
short s;
float x;
{
    return c * 10000 + s * 100 + (int)(x * 4);
}

int g(s)
short s;
{
    return s + 1;
}

int h(c)
char c;
{
    return c * 2;
}

int main(void)
{
    printf("%d %d %d\n", f(3, 4, 1.25f), g((short)0x1ffff), h(0x141));
    return 0;
}
