#include <stdatomic.h>
#include <stdio.h>

_Atomic int counter = 3;
static atomic_long total;
_Atomic(unsigned char) narrow = 250;
atomic_bool flag;
_Atomic double real = 1.5;
int cells[8];
int *_Atomic cursor = cells;
struct pair {
    _Atomic int left;
    volatile _Atomic short right;
    atomic_flag busy;
} pair = {1, 2, ATOMIC_FLAG_INIT};
enum colour { RED, GREEN = 7 };
_Atomic enum colour colour = GREEN;
_Thread_local _Atomic int mine = 5;

static int twice(_Atomic int *object) {
    return *object * 2;
}

int main(void) {
    _Atomic int local = ATOMIC_VAR_INIT(4);
    atomic_int row[3] = {1, 2, 3};
    int expected = 9, plain;
    int before = counter++, after = ++counter;
    printf("%d %d\n", before, after);
    counter += 2;
    counter <<= 2;
    after = counter |= 3;
    printf("%d %d\n", counter, after);
    narrow += 10;
    narrow -= 300;
    before = narrow++;
    printf("%d %d\n", before, narrow);
    flag = 12;
    printf("%d ", flag);
    flag ^= 1;
    flag++;
    printf("%d\n", flag);
    real = real * 3;
    real = real - 0.25f;
    printf("%g\n", real);
    real = 4;
    cursor += 3;
    cursor--;
    printf("%td %d\n", cursor - cells, cursor == &cells[2]);
    pair.left = pair.right = 40000;
    pair.right /= 3;
    printf("%d %d\n", pair.left, pair.right);
    colour = RED;
    colour++;
    printf("%d %zu %zu\n", colour, sizeof counter, _Alignof(_Atomic long));
    mine -= 7;
    printf("%d %d\n", mine, twice(&local));
    row[1] = row[0] = 12;
    printf("%d %d %d\n", row[0], row[1], row[2]--);

    atomic_init(&total, 5);
    atomic_store(&total, 6);
    atomic_store_explicit(&total, atomic_load(&total) + 1, memory_order_release);
    printf("%ld\n", atomic_fetch_add(&total, 4));
    printf("%ld\n", atomic_load_explicit(&total, memory_order_acquire));
    printf("%ld\n", atomic_fetch_sub(&total, 1));
    printf("%ld\n", atomic_fetch_or(&total, 64));
    printf("%ld\n", atomic_fetch_and(&total, 66));
    printf("%ld\n", atomic_fetch_xor(&total, 3));
    printf("%ld\n", atomic_exchange(&total, 100));
    plain = atomic_compare_exchange_strong(&local, &expected, 77);
    printf("%d %d %d\n", plain, expected, local);
    while (!atomic_compare_exchange_weak(&local, &expected, 78))
        ;
    printf("%d %d\n", expected, local);
    plain = atomic_flag_test_and_set(&pair.busy);
    printf("%d %d\n", plain, atomic_flag_test_and_set(&pair.busy));
    atomic_flag_clear(&pair.busy);
    printf("%d %d\n", atomic_flag_test_and_set(&pair.busy), atomic_is_lock_free(&total));
    atomic_thread_fence(memory_order_seq_cst);
    printf("%d\n", kill_dependency(local));
    __auto_type copy = real;
    typeof(counter) other = 3;
    other += 4;
    printf("%g %d %d\n", copy, other, _Generic(local, int: 1, default: 2));
    for (atomic_int i = 0; i < 3; i++)
        printf("%d", i ? i : -1);
    return local = 10;
}
