/* Linked lists, trees, hash tables and queues on malloc: the data structures of real programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node { int value; struct node *next; };
typedef struct tree { struct tree *child[2]; int key, count; } tree;
struct entry { struct entry *next; unsigned hash; int value; char key[]; };
struct table { struct entry **buckets; unsigned size, used; };
struct queue { int *data; size_t head, tail, capacity; };

static struct node *push(struct node *head, int value) {
    struct node *n = malloc(sizeof *n);
    *n = (struct node){value, head};
    return n;
}
static struct node *reverse(struct node *n) { struct node *r = 0; while (n) { struct node *t = n->next; n->next = r; r = n; n = t; } return r; }
static void remove_odd(struct node **link) {
    while (*link) {
        struct node *n = *link;
        if (n->value & 1) { *link = n->next; free(n); } else link = &n->next;
    }
}
static struct node *merge(struct node *a, struct node *b) {
    struct node head = {0, 0}, *tail = &head;
    while (a && b) { struct node **pick = a->value <= b->value ? &a : &b; tail = tail->next = *pick; *pick = (*pick)->next; }
    tail->next = a ? a : b;
    return head.next;
}
static void print(const struct node *n) { for (; n; n = n->next) printf("%d ", n->value); printf("\n"); }
static void release(struct node *n) { while (n) { struct node *t = n->next; free(n); n = t; } }

static void insert(tree **at, int key) {
    while (*at) { if ((*at)->key == key) { (*at)->count++; return; } at = &(*at)->child[key > (*at)->key]; }
    *at = calloc(1, sizeof **at);
    (*at)->key = key;
    (*at)->count = 1;
}
static int depth(const tree *t) { if (!t) return 0; int a = depth(t->child[0]), b = depth(t->child[1]); return 1 + (a > b ? a : b); }
static void walk(const tree *t, void (*visit)(const tree *, void *), void *context) { if (t) { walk(t->child[0], visit, context); visit(t, context); walk(t->child[1], visit, context); } }
static void show(const tree *t, void *context) { *(int *)context += t->count; printf("%d:%d ", t->key, t->count); }
static void fell(tree *t) { if (t) { fell(t->child[0]); fell(t->child[1]); free(t); } }

static unsigned hash(const char *s) { unsigned h = 2166136261u; while (*s) { h ^= (unsigned char)*s++; h *= 16777619; } return h; }
static int *lookup(struct table *t, const char *key) {
    unsigned h = hash(key);
    if (t->used * 2 >= t->size) {
        unsigned size = t->size ? t->size * 2 : 4;
        struct entry **buckets = calloc(size, sizeof *buckets);
        for (unsigned k = 0; k < t->size; k++)
            for (struct entry *e = t->buckets[k], *next; e; e = next) { next = e->next; e->next = buckets[e->hash % size]; buckets[e->hash % size] = e; }
        free(t->buckets);
        t->buckets = buckets;
        t->size = size;
    }
    for (struct entry *e = t->buckets[h % t->size]; e; e = e->next) if (e->hash == h && !strcmp(e->key, key)) return &e->value;
    struct entry *e = malloc(sizeof *e + strlen(key) + 1);
    e->hash = h; e->value = 0; strcpy(e->key, key);
    e->next = t->buckets[h % t->size];
    t->buckets[h % t->size] = e;
    t->used++;
    return &e->value;
}

static void enqueue(struct queue *q, int v) {
    if (q->tail - q->head == q->capacity) {
        size_t capacity = q->capacity ? q->capacity * 2 : 2;
        int *data = malloc(capacity * sizeof *data);
        for (size_t k = q->head; k < q->tail; k++) data[k % capacity] = q->data[k % q->capacity];
        free(q->data);
        q->data = data;
        q->capacity = capacity;
    }
    q->data[q->tail++ % q->capacity] = v;
}

int main(void) {
    struct node *a = 0, *b = 0;
    for (int k = 0; k < 9; k++) { a = push(a, k * k); b = push(b, 30 - 4 * k); }
    print(a);
    a = reverse(a);
    remove_odd(&a);
    a = merge(a, b);
    print(a);
    release(a);
    tree *root = 0;
    for (unsigned k = 0, v = 7; k < 25; k++, v = v * 13 % 31) insert(&root, (int)v);
    int total = 0;
    walk(root, show, &total);
    printf("= %d depth %d\n", total, depth(root));
    fell(root);
    struct table t = {0};
    const char *words[] = {"the", "cat", "and", "the", "dog", "and", "the", "bird", "fish", "owl"};
    for (unsigned k = 0; k < sizeof words / sizeof *words; k++) ++*lookup(&t, words[k]);
    printf("%d %d %d %d %u %u\n", *lookup(&t, "the"), *lookup(&t, "and"), *lookup(&t, "owl"), *lookup(&t, "none"), t.used, t.size);
    for (unsigned k = 0; k < t.size; k++) for (struct entry *e = t.buckets[k], *next; e; e = next) { next = e->next; free(e); }
    free(t.buckets);
    struct queue q = {0};
    long sum = 0;
    for (int k = 0; k < 20; k++) { enqueue(&q, k); enqueue(&q, k * 10); sum = sum * 3 + q.data[q.head++ % q.capacity]; }
    printf("%ld %zu %zu\n", sum, q.tail - q.head, q.capacity);
    free(q.data);
    return 0;
}
