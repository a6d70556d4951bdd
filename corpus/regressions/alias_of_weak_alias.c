/* 2026-11-22: an alias of a weak alias was refused; musl names mmap64 so. */
int printf(const char *, ...);

#define weak_alias(old, new) extern __typeof(old) new __attribute__((__weak__, __alias__(#old)))

int __next(int x)
{
    return x + 1;
}
weak_alias(__next, next);
weak_alias(next, next64);

static int counter = 7;
extern int weak_counter __attribute__((weak, alias("counter")));
extern int counter64 __attribute__((alias("weak_counter")));

int main(void)
{
    counter64++;
    printf("%d %d %d %d\n", next(1), next64(2), counter, weak_counter);
    return 0;
}
