#include <stddef.h>
#include <stdio.h>
#include <string.h>
struct __attribute__((packed)) packed { char c; int i; short s:5; long l:40; double d; };
struct aligned { char c; _Alignas(16) int i; char t; } __attribute__((aligned(64)));
struct mixed { char a; int b __attribute__((packed)); int :0; unsigned u:3; unsigned :5; unsigned v:9; char tail[]; };
union __attribute__((packed, aligned(2))) pack { char c[5]; int i; };
#pragma pack(push, 2)
struct two { char c; double d; int b:7; int e:30; };
#pragma pack(pop)
struct nest { struct packed p; struct { int x; union { char y; long z; }; }; struct mixed *m; };
static struct mixed flexible = { 'a', 2, 3, 4, { 'x', 'y', 0 } };
static void dump(const char *name, const void *object, size_t size) {
  const unsigned char *bytes = object;
  printf("%s", name);
  for (size_t i = 0; i < size; i++) printf(" %02x", bytes[i]);
  putchar('\n');
}
int main(void) {
  { struct tag { int a; } x = { 1 }; { struct tag { char b[3]; } y = { "ab" }; printf("%zu %zu %s %d\n", sizeof x, sizeof y, y.b, x.a); } }
  struct packed p = { 'c', -2, -3, 1L << 38, 2.5 };
  struct two t = { 1, 2.0, -5, 77777 };
  struct nest n = { p, { .z = -1, .x = 3 }, &flexible };
  union pack u = { .i = 0x01020304 };
  struct aligned *a = 0;
  dump("packed", &p, sizeof p);
  dump("two", &t, offsetof(struct two, d) + 8);
  printf("%zu %zu %zu %zu %zu\n", sizeof t, sizeof n, sizeof u, sizeof *a, _Alignof(struct aligned));
  printf("%zu %zu\n", (size_t)&a->i, (size_t)&a->t);
  printf("%d %ld %d %d %s\n", n.p.i, n.z, n.x, n.m->v, flexible.tail);
  printf("%d %d %d\n", t.b, t.e, u.c[0]);
  p.s++; p.l -= 5; n.m->u ^= 7;
  printf("%d %ld %d\n", p.s, (long)p.l, flexible.u);
  return 0;
}
