/* Structs: nesting, assignment, arrays of them, pointers into them, self reference, flexible members, comparison by member. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { int x, y; } point;
typedef struct { point corner[2]; struct { unsigned char r, g, b; } color; } box;
struct list { struct list *next; point p; };
struct flexible { size_t n; short data[]; };
struct outer { int kind; struct inner { char c; double d; } in, *pin; struct inner many[2]; };
struct inner global_inner = {'g', 2.5};
static box boxes[3] = {{{{1, 2}, {3, 4}}, {255, 128, 0}}, {.color.g = 9}};
struct empty_tail { int a; char pad[0]; };

static box grow(box b, int by) { b.corner[1].x += by; b.corner[1].y += by; return b; }
static int area(const box *b) { return (b->corner[1].x - b->corner[0].x) * (b->corner[1].y - b->corner[0].y); }
static point *corner_of(box *b, int n) { return &b->corner[n]; }
static struct outer build(int k) { struct outer o = {k, {'a' + k, k / 2.0}, &global_inner, {{'x', 1}}}; return o; }
static void swap(box *a, box *b) { box t = *a; *a = *b; *b = t; }

int main(void) {
    box b = grow(boxes[0], 10);
    printf("%d %d %d\n", area(&b), area(boxes), b.color.r + b.color.g + b.color.b);
    swap(&boxes[0], boxes + 1);
    printf("%d %d %d\n", boxes[0].color.g, boxes[1].color.r, area(&boxes[1]));
    corner_of(&b, 0)->x = -5;
    (*corner_of(&b, 1)).y *= 2;
    (&b)->color.b--;
    printf("%d %d %d\n", b.corner[0].x, b.corner[1].y, b.color.b);
    boxes[2] = boxes[1] = b;
    point p = (boxes[2].corner[0] = (point){7, 8});
    printf("%d %d %d\n", p.x, boxes[2].corner[0].y, boxes[1].corner[0].x);
    struct outer o = build(3), q;
    q = o;
    q.pin->d += q.in.d;
    q.many[1] = *q.pin;
    q.many[1].c++;
    printf("%d %c %g %g %c %c\n", q.kind, q.in.c, global_inner.d, o.pin->d, q.many[1].c, o.many[0].c);
    struct list nodes[4];
    for (int k = 0; k < 4; k++) nodes[k] = (struct list){k ? &nodes[k - 1] : NULL, {k, -k}};
    int s = 0;
    for (struct list *n = nodes + 3; n; n = n->next) s = s * 5 + n->p.x - n->p.y;
    printf("%d %d\n", s, nodes[3].next->next->p.y);
    struct flexible *f = malloc(sizeof *f + 5 * sizeof f->data[0]);
    f->n = 5;
    for (size_t k = 0; k < f->n; k++) f->data[k] = (short)(k * 11111);
    printf("%d %zu\n", f->data[4], offsetof(struct flexible, data));
    free(f);
    point a[2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, (*row)[2] = a + 1, *flat = a[0];
    printf("%d %d %d %d\n", row[0][1].y, (*row)->x, flat[3].x, (flat + 2)->y);
    memcpy(&a[0], &a[1], sizeof a[0]);
    printf("%d %d\n", a[0][0].x, memcmp(a[0], a[1], sizeof a[0]));
    struct { struct { struct { int deep[3]; } l3; } l2; } nested = {{{{1, 2, 3}}}}, *pn = &nested;
    pn->l2.l3.deep[1] += nested.l2.l3.deep[2]++;
    printf("%d %d %zu\n", nested.l2.l3.deep[1], nested.l2.l3.deep[2], sizeof(struct empty_tail));
    printf("%d %g\n", build(4).many[0].c, build(5).in.d);
    point *pp = &boxes[1].corner[1], before = *pp++;
    before.x += 1;
    --pp;
    pp->x -= before.x;
    printf("%d %d\n", pp->x, before.x);
    int which = 1;
    point chosen = which ? p : before;
    chosen.x += (which ? &p : &before)->y;
    printf("%d %d\n", chosen.x, chosen.y);
    return 0;
}
