/* gcc's atomic built-ins, by their results in one thread. */
#include <stdio.h>
#define OPS(T, v, w) { T x = v, old, got; \
    printf("%lld ", (long long)__atomic_fetch_add(&x, w, 0)); printf("%lld ", (long long)__atomic_sub_fetch(&x, 3, __ATOMIC_RELAXED)); \
    printf("%lld ", (long long)__atomic_fetch_and(&x, 0x7e, 5)); printf("%lld ", (long long)__atomic_or_fetch(&x, 5, 5)); \
    printf("%lld ", (long long)__atomic_nand_fetch(&x, w, 5)); printf("%lld ", (long long)__atomic_fetch_xor(&x, -1, 5)); \
    printf("%lld ", (long long)__sync_fetch_and_add(&x, w)); printf("%lld ", (long long)__sync_and_and_fetch(&x, 0xff)); \
    printf("%lld ", (long long)__sync_fetch_and_and(&x, 0x3f)); printf("%lld ", (long long)__sync_nand_and_fetch(&x, 0x1f)); \
    printf("%lld ", (long long)__sync_fetch_and_sub(&x, 1)); \
    old = x; got = x + 1; printf("%d ", __atomic_compare_exchange_n(&x, &got, 9, 0, 5, 5)); printf("%d ", got == old); \
    printf("%d ", __atomic_compare_exchange_n(&x, &got, 9, 1, 5, 0)); printf("%lld ", (long long)x); \
    got = 9; old = 10; printf("%d ", __atomic_compare_exchange(&x, &got, &old, 0, 5, 5)); \
    __atomic_load(&x, &got, 5); __atomic_store_n(&x, got + 1, 5); old = 20; __atomic_exchange(&x, &old, &got, 5); \
    printf("%lld %lld ", (long long)got, (long long)__atomic_load_n(&x, 2)); __atomic_store(&x, &got, 3); \
    printf("%d ", __sync_bool_compare_and_swap(&x, got, 30)); printf("%lld ", (long long)__sync_val_compare_and_swap(&x, 30, 31)); \
    printf("%lld ", (long long)__atomic_exchange_n(&x, 7, 5)); printf("%lld ", (long long)__sync_lock_test_and_set(&x, 1)); \
    __sync_lock_release(&x); printf("%lld\n", (long long)x); }
static volatile int shared = 4;
static int objects[4], *pointer = objects;
int main(void) {
    OPS(char, 100, 60) OPS(unsigned char, 200, 77) OPS(short, 30000, 9999) OPS(unsigned short, 65000, 777)
    OPS(int, 2147483647, 5) OPS(unsigned, 4000000000u, 123) OPS(long, 1L << 62, 99) OPS(unsigned long long, ~0ull, 2)
    __sync_add_and_fetch(&shared, 3);
    _Bool flag = 0, was = __atomic_test_and_set(&flag, 5), is = __atomic_test_and_set(&flag, 5);
    __atomic_clear(&flag, 5);
    printf("%d %d %d %d\n", shared, was, is, flag);
    int *at = __atomic_fetch_add(&pointer, sizeof(int), 5);
    printf("%d %d\n", at == objects, __atomic_load_n(&pointer, 5) == objects + 1);
    __atomic_store_n(&pointer, 0, 5);
    __atomic_thread_fence(5), __sync_synchronize(), __atomic_signal_fence(5);
    printf("%d %d %d\n", !pointer, __atomic_always_lock_free(4, 0), __atomic_is_lock_free(8, 0));
}
