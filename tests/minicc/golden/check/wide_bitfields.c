#include <stdio.h>
struct s { unsigned long long a:40; long long b:35; unsigned long c:63; unsigned int d:32; int e:17; };
static const int k = 5; 
static int arr = k + 1;
int main(void){
  struct s v = { 0xffffffffffULL, -1, 0x7fffffffffffffffUL, 0xffffffffu, -3 };
  printf("%llx\n", (unsigned long long)(v.a + 1));
  printf("%llx\n", (unsigned long long)(v.a << 4));
  printf("%llx\n", (unsigned long long)(v.a * 3));
  printf("%llx\n", (unsigned long long)(-v.a));
  printf("%llx\n", (unsigned long long)(~v.a));
  printf("%llx\n", (unsigned long long)(v.a + 1L));
  printf("%d %d\n", v.a > -1, v.d > -1);
  printf("%llx\n", (unsigned long long)(v.c + v.a));
  printf("%llx\n", (unsigned long long)(v.c + v.d));
  v.a = 5; v.a -= 6; printf("%llx\n", (unsigned long long)v.a);
  v.a = 0; printf("%llx %llx\n", (unsigned long long)(v.a--), (unsigned long long)(v.a - 1));
  v.a=0; printf("%llx\n", (unsigned long long)(--v.a));
  printf("%llx\n", (unsigned long long)(v.b = 0x123456789abcLL));
  printf("%d\n", arr);
  v.a = 0xffffffffffULL; unsigned long long q = v.a + v.a; printf("%llx\n", q);
  q = (v.a += 10); printf("%llx\n", q);
  printf("%d\n", (v.a ^ ~v.a) == 0xffffffffffULL);
  printf("%zu\n", sizeof(v.a+0));
  return 0; }
