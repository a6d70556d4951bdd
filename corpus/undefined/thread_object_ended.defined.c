/* defined: 6.2.4p4, p2: the look-alike of thread_object_ended.c */
#include <stdio.h>
#include <threads.h>

static int own;
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
