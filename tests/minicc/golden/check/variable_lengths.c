#include <stdio.h>
#include <string.h>
static int sum(int n, int m, int a[n][m]) { int s=0; for(int i=0;i<n;i++) for(int j=0;j<m;j++) s+=a[i][j]*(i+1); return s; }
static int k = 3;
static int *next(void){ k++; return &k; }
int proto(int n, double (*p)[n]);
int proto(int n, double (*p)[n]) { return sizeof *p + (int)p[1][0]; }
int main(void){
  int n=4; 
  int a[n][*next()]; 
  printf("%zu %zu %zu\n", sizeof a, sizeof a[0], sizeof(int[n+1]));
  for(int i=0;i<4;i++) for(int j=0;j<4;j++) a[i][j]=i*j;
  n=100;
  printf("%zu %d\n", sizeof a, sum(4,4,a));
  typedef char T[k]; k=50; T x; printf("%zu\n", sizeof x);
  int flat[12]; for(int i=0;i<12;i++) flat[i]=i;
  int w=4; int (*p)[w]=(int(*)[w])flat; printf("%d %d\n", p[2][1], ((int(*)[w-1])flat)[2][1]);
  printf("%td\n", &p[2]-&p[0]);
  for(int i=1;i<4;i++){ char s[i+1]; memset(s,'a'+i,i); s[i]=0; puts(s); if(i==2) continue; }
  double d[2][3]={{1,2,3},{4,5,6}}; printf("%d\n", proto(3,d));
  int q=3; do { int z[q]; z[q-1]=q; printf("%d\n", z[q-1]); } while(--q);
  return 0; }
