/* Many small allocations: trees built, walked and freed. */
#include <stdio.h>
#include <stdlib.h>

struct tree { struct tree *left, *right; };

static struct tree *build(int depth) {
    struct tree *made = malloc(sizeof *made);
    if (!made) exit(1);
    made->left = depth ? build(depth - 1) : NULL;
    made->right = depth ? build(depth - 1) : NULL;
    return made;
}

static long count(const struct tree *t) { return t->left ? 1 + count(t->left) + count(t->right) : 1; }

static void destroy(struct tree *t) {
    if (!t) return;
    destroy(t->left);
    destroy(t->right);
    free(t);
}

int main(void) {
    enum { DEEPEST = 18 };
    for (int depth = 4; depth <= DEEPEST; depth += 4) {
        long sum = 0;
        int trees = 1 << (DEEPEST - depth + 4);
        for (int i = 0; i < trees; i++) {
            struct tree *t = build(depth);
            sum += count(t);
            destroy(t);
        }
        printf("%d trees of depth %d: %ld\n", trees, depth, sum);
    }
    return 0;
}
