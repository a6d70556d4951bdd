/* undefined: 5.1.2.4p25: two threads modify one object */
#include <pthread.h>
#include <stdio.h>

static int count;

static void *work(void *nothing)
{
    for (int i = 0; i < 1000; i++)
        count++;
    return nothing;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, 0, work, 0);
    pthread_create(&two, 0, work, 0);
    pthread_join(one, 0);
    pthread_join(two, 0);
    printf("%d\n", count);
    return 0;
}
