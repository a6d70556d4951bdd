/* defined: 5.1.2.4: two threads increment one atomic object */
#include <stdatomic.h>
#include <stdio.h>
#include <threads.h>

static atomic_int n;
static int work(void *unused)
{
    for (int i = 0; i < 1000; i++)
        n++;
    return unused != 0;
}
int main(void)
{
    thrd_t a, b;
    thrd_create(&a, work, 0);
    thrd_create(&b, work, 0);
    thrd_join(a, 0);
    thrd_join(b, 0);
    printf("%d\n", n);
    return 0;
}
