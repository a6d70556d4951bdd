#include "scalars.h"
int counter=5; __thread int tls=7;
void show(const char*s,long v){printf("%s %ld\n",s,v);}
__int128 i128(int a,int b,int c,int d,int e,__int128 x,int f,__int128 y){ return x*a+y*f+b+c+d+e; }
int narrow(_Bool b,char c,unsigned char uc,short s,unsigned short us,En e){return b+2*c+3*uc+5*s+7*us+11*e;}
_Bool rb(int x){return x;} char rc(int x){return x;} unsigned char ruc(int x){return x;} short rs(int x){return x;} unsigned short rus(int x){return x;}
int empty(int a,Empty e,int b){return a*10+b;}
float un(Unnamed u,int k,Unnamed2 v,Unnamed3 w){return u.f+k*2+v.f*3+w.a;}
int al(int a,Al16 x,int b,Al32 y,int c){return a+x.x*2+b*3+y.x[0]*4+y.x[3]*5+c*6+(((size_t)&y)%32?1000000:0)+(((size_t)&x)%16?10000000:0);}
_Float128 quad(_Float128 a,int b,F128 q){return a*b+q.q;}
F128 rquad(int x){F128 r={x};return r;}
I128 ri(long a,I128 b,long c,I128 d,I128 e,long f){I128 r={a*b.i+c*d.i+f*e.i};return r;}
Small small(Small a,Small b){Small r={a.b&&b.b,a.c+b.c,a.s-b.s};return r;}
int noproto(a,b,c,d,e) char a; float b; double c; short d; long e; {return a+b*2+c*3+d*4+e*5;}
int tu(TU t){return *t.ip;}
int va(int n,...){va_list ap,ap2;va_start(ap,n);va_copy(ap2,ap);int r=0;
 for(int i=0;i<n;i++){Small s=va_arg(ap,Small);r+=s.c;r+=va_arg(ap,int);I128 x=va_arg(ap,I128);r+=x.i;r+=(int)va_arg(ap,long double);Al16 q=va_arg(ap,Al16);r+=q.x; __int128 z=va_arg(ap,__int128); r+=z; Empty em=va_arg(ap,Empty); r+=(int)va_arg(ap,_Float128); F128 ff=va_arg(ap,F128); r+=(int)ff.q; Al32 l=va_arg(ap,Al32); r+=l.x[2]; r+=*va_arg(ap,int*);}
 va_end(ap); Small s=va_arg(ap2,Small); r+=s.s; va_end(ap2); return r;}
int flex(Flex f){return f.n;}
long double ld(long double a,int b,long double c){return a*b-c;}
