/* 2026-11-22: connect() refused a `struct sockaddr *`: members of its transparent union point to const. */
int printf(const char *, ...);

struct address { int number; };
struct other { int number; };
typedef union {
    const struct address *__restrict address;
    const struct other *__restrict other;
} any_address __attribute__((__transparent_union__));

static int number(any_address any)
{
    return any.address ? any.address->number : -1;
}

int main(void)
{
    struct address a = { 1 };
    const struct other b = { 2 };
    void *c = &a;
    printf("%d %d %d %d\n", number(&a), number(&b), number(c), number(0));
    return 0;
}
