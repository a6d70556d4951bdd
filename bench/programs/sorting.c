/* A quicksort of our own, the library's, and a heap sort of the same numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 1000000 };

static int original[COUNT], sorted[COUNT];

static int compare(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static void quicksort(int *low, int *high) {
    while (high - low > 16) {
        int pivot = low[(high - low) / 2], *i = low, *j = high;
        while (i <= j) {
            while (*i < pivot) i++;
            while (*j > pivot) j--;
            if (i <= j) {
                int swapped = *i;
                *i++ = *j;
                *j-- = swapped;
            }
        }
        if (j - low < high - i) {
            quicksort(low, j);
            low = i;
        } else {
            quicksort(i, high);
            high = j;
        }
    }
    for (int *i = low + 1; i <= high; i++) {
        int value = *i, *j = i;
        for (; j > low && j[-1] > value; j--) *j = j[-1];
        *j = value;
    }
}

static void sift(int *heap, int root, int size) {
    int value = heap[root];
    for (int child; (child = 2 * root + 1) < size; root = child) {
        if (child + 1 < size && heap[child + 1] > heap[child]) child++;
        if (heap[child] <= value) break;
        heap[root] = heap[child];
    }
    heap[root] = value;
}

static void heapsort(int *a, int size) {
    for (int i = size / 2; i-- > 0;) sift(a, i, size);
    for (int i = size - 1; i > 0; i--) {
        int largest = a[0];
        a[0] = a[i];
        a[i] = largest;
        sift(a, 0, i);
    }
}

static unsigned digest(void) {
    unsigned sum = 0;
    for (int i = 0; i < COUNT; i++) sum = sum * 31 + (unsigned)sorted[i];
    return sum;
}

int main(void) {
    unsigned state = 12345;
    for (int i = 0; i < COUNT; i++) {
        state = state * 1664525u + 1013904223u;
        original[i] = (int)(state >> 4);
    }
    memcpy(sorted, original, sizeof sorted);
    quicksort(sorted, sorted + COUNT - 1);
    printf("%u\n", digest());
    memcpy(sorted, original, sizeof sorted);
    qsort(sorted, COUNT, sizeof *sorted, compare);
    printf("%u\n", digest());
    memcpy(sorted, original, sizeof sorted);
    heapsort(sorted, COUNT);
    printf("%u\n", digest());
    return 0;
}
