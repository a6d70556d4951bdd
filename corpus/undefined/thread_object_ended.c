/* undefined: 6.2.4p4, p2: a thread-local object outlives its thread */
#include <stdio.h>
#include <threads.h>

static _Thread_local int own;
static int *kept;
static int work(void *unused)
{
    (void)unused;
    own = 5;
    kept = &own;
    return 0;
}
int main(void)
{
    thrd_t t;
    thrd_create(&t, work, 0);
    thrd_join(t, 0);
    printf("%d\n", *kept);
    return 0;
}
