/* Labels whose addresses are taken in the scope of a variable-length array, and a computed goto before it. */
#include <stdio.h>

static int walk(int n, const unsigned char *code)
{
    static void *const before[] = {&&skip, &&start};
    int sum = 0;
    goto *before[n > 2];
skip:
    n += 3;
start:;
    for (int round = 0; round < 2; round++) {
        long room[n];
        void *const within[] = {&&add, &&twice, &&end};
        for (int i = 0; i < n; i++)
            room[i] = i + round;
        goto *within[*code++];
    add:
        sum += room[n - 1] + sizeof room;
        goto *within[*code++];
    twice:
        {
            char more[sum + 1];
            more[sum] = 2;
            sum *= more[sum];
        }
        goto *within[*code++];
    end:
        sum += room[0];
    }
    return sum;
}

int main(void)
{
    printf("%d %d\n", walk(2, (const unsigned char *)"\0\1\2\1\0\2"), walk(4, (const unsigned char *)"\2\0\0\1\2"));
    for (int i = 0; i < 100000; i++)
        walk(1000, (const unsigned char *)"\2\0\2");
    return 0;
}
