/* The most flips of a prefix, over all permutations. */
#include <stdio.h>

enum { SIZE = 10 };

int main(void) {
    int permutation[SIZE], flipped[SIZE], count[SIZE], most = 0, checksum = 0, left = SIZE;
    unsigned number = 0;
    for (int i = 0; i < SIZE; i++) permutation[i] = i;
    for (;;) {
        while (left != 1) {
            count[left - 1] = left;
            left--;
        }
        for (int i = 0; i < SIZE; i++) flipped[i] = permutation[i];
        int flips = 0;
        for (int first; (first = flipped[0]) != 0; flips++)
            for (int low = 0, high = first; low < high; low++, high--) {
                int swapped = flipped[low];
                flipped[low] = flipped[high];
                flipped[high] = swapped;
            }
        if (flips > most) most = flips;
        checksum += number % 2 ? -flips : flips;
        for (;; left++) {
            if (left == SIZE) {
                printf("%d %d\n", checksum, most);
                return 0;
            }
            int first = permutation[0];
            for (int i = 0; i < left; i++) permutation[i] = permutation[i + 1];
            permutation[left] = first;
            if (--count[left] > 0) break;
        }
        number++;
    }
}
