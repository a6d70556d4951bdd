#include <stdio.h>
#include <string.h>
#include <setjmp.h>
void exit(int);
static int abs(int x){ return x+1000; }
static int memcmp2(void){return 3;}
static size_t strlen_(const char*s){return 77;}
__attribute__((constructor)) static void ctor(void){ puts("ctor"); }
__attribute__((destructor)) static void dtor(void){ puts("dtor"); }
int weakv __attribute__((weak)) = 4;
extern int undefd __attribute__((weak));
int real(int x){return x*2;}
int al(int) __attribute__((alias("real")));
extern int undeff(void) __attribute__((weak));
static jmp_buf jb;
static int jumper(int n){ if(n==0) longjmp(jb,5); return jumper(n-1)+1; }
struct B { int a:3; unsigned b:5; long c:40; _Bool d:1; } __attribute__((packed));
volatile struct B vb = {-1, 17, -5, 1};
static int order[10]; static int no;
static int mark(int x){ order[no++]=x; return x; }
_Thread_local int t1 = 5; static __thread int t2;
const char *const names[] = {"a","bc",[4]="e"};
struct N { const char *s; int v; struct N *next; } n1 = {"one",1}, n2={"two",2,&n1};
int *pp = &n2.v; char *cp = (char*)&n1 + 8; long addr = (long)&n1;
struct F { int n; short d[]; } fx = {3,{1,2,3}};

int fallsoff(int x){ if (x) return 1; }
int sect __attribute__((section("mysec"), used)) = 9;
static int stmtexpr(int x){ return ({ int y=x; while(y<100) y*=2; if (y>150) goto out; y; }); out: return -1; }
int swr(long v){ switch(v){ case -5 ... 5: return 1; case 100 ... 100000: return 2; case 0x7fffffffffff ... 0x7fffffffffffffff: return 3; default: return 4; case 7: return 5; } }
int swu(unsigned char c){ switch(c){ case 'a' ... 'z': return 1; case 200: return 2; case 0: ; } return 3; }
int cond(int a,int b,int c){ return a&&b||!c ? (a||b)&&c : !(a&&c)+(a<b)*2; }
long double ldf(long double x){ return x/3.0L; }
int main(int argc,char**argv){
 printf("%d\n",abs(-3));
 int v = setjmp(jb); if(!v) printf("%d\n",jumper(5)); else printf("jumped %d\n",v);
 printf("%d %p %p %d\n", weakv,(void*)&undefd,(void*)undeff,al(21));
 vb.a=9; vb.b+=20; vb.c<<=3; vb.d=!vb.d; printf("%d %u %ld %d\n",vb.a,vb.b,(long)vb.c,vb.d);
 vb.b++; ++vb.a; vb.c--; vb.d++; vb.d--; printf("%d %u %ld %d\n",vb.a,vb.b,(long)vb.c,vb.d);
 int x = mark(1)+mark(2)*mark(3); mark(4),mark(5); x = (mark(0)||mark(6))&&mark(7);
 for(int i=0;i<no;i++) printf("%d",order[i]); puts("");
 t1++; t2+=2; printf("%d %d\n",t1,t2);
 printf("%s %s %p %s\n",names[0],names[1],(void*)names[2],names[4]);
 printf("%s %d %d %d %d\n",n2.next->s,*pp,*(int*)cp,addr==(long)&n1,fx.d[2]);
 printf("%d %d %d\n",sect,stmtexpr(3),stmtexpr(130));
 printf("%d%d%d%d%d%d%d\n",swr(-5),swr(-6),swr(100),swr(100000),swr(100001),swr(0x7fffffffffffffff),swr(7));
 printf("%d%d%d%d\n",swu('a'),swu('z'+1),swu(200),swu(0));
 for(int i=0;i<8;i++) printf("%d",cond(i&1,i>>1&1,i>>2)); puts("");
 printf("%.20Lg %d\n",ldf(1),(int)sizeof(long double));
 _Bool b=0; b--; printf("%d ",b); b+=5; printf("%d ",b); b=0.3; printf("%d ",b); b=(void*)0; printf("%d\n",b);
 float f=3; f++; f*=2.5; f-=1; printf("%g %g\n",f,f); unsigned char uc=250; uc+=10; uc<<=1; printf("%d %d\n",uc,uc);
 char c=127; c++; printf("%d\n",c); short s=1; s*=1.5e3; printf("%d\n",s);
 int arr[3][4]={{1,2},{[2]=5},[2]={7,8,9,10}}; int (*pa)[4]=arr+1; printf("%d %d %td\n",pa[0][2],pa[1][3],&arr[2][1]-&arr[0][0]);
 char buf[100]="hello"; char big[2000]={1,2,3}; printf("%s %zu %d %d\n",buf,strlen(buf),big[2],big[1999]);
 struct {int a; char s[20]; double d; struct {short x,y;} p[3];} st={.s="abc",.d=argc,.p[1]={argc,2}}; printf("%d %s %g %d %d %d\n",st.a,st.s,st.d,st.p[1].x,st.p[1].y,st.p[2].y);
 printf("%d %d\n",__builtin_clz(1u),__builtin_ctzl(8)); int r; printf("%d ",__builtin_add_overflow(2147483647,argc,&r)); printf("%d ",r); unsigned char ur; printf("%d ",__builtin_mul_overflow(-1,argc,&ur)); printf("%d\n",ur);
 char *al=__builtin_alloca(50); strcpy(al,"alloca"); puts(al);
 unsigned long long ull=1ULL<<63; printf("%g %f %lld\n",(double)ull,(float)ull,(long long)1e18); printf("%llu %u\n",(unsigned long long)1.8e19,(unsigned)4e9);
 goto in; { int k; in: k=4; printf("k%d\n",k); }
 int i=0; do { if(i==2) continue; if(i==5) break; printf("%d",i);} while(++i<10); puts("");
 for(;;){ if(i++>20) break; switch(i){ case 8: continue; case 9: break; default: {int z; case 10: z=i; printf("z%d ",z);} } } puts("");
 printf("%d\n", argc > 5 ? fallsoff(1) : 0);
 exit(0);
}
