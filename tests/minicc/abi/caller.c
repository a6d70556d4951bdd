#include "scalars.h"
static int hack(int x){ return x; }
int main(void){
 printf("%ld\n",(long)i128(1,2,3,4,5,((__int128)1<<70)+9,6,-7));
 printf("%ld\n",(long)(i128(1,2,3,4,5,((__int128)1<<70)+9,6,-7)>>64));
 volatile int big=0x12345;
 printf("%d %d\n",narrow(big,big,big,big,big,A), narrow(0,-1,200,-300,60000,B));
 printf("%d %d %d %d %d\n",rb(big),rc(big+0x7f),ruc(big+200),rs(big*7),rus(big*13));
 Empty e; printf("%d\n",empty(1,e,2));
 Unnamed u={1.5f}; Unnamed2 v={2.5f}; Unnamed3 w={77}; printf("%g\n",un(u,3,v,w));
 Al16 x={3}; Al32 y={{1,2,3,4}}; printf("%d\n",al(1,x,2,y,3));
 F128 q={2.25}; printf("%d\n",(int)(quad(1.5,4,q)*100)); printf("%d\n",(int)rquad(9).q);
 I128 a={5},b={6},c={((__int128)3<<66)}; printf("%ld\n",(long)(ri(1,a,2,b,c,3).i>>60));
 Small s={1,2,3},t={1,100,-5}; s=small(s,t); printf("%d %d %d\n",s.b,s.c,s.s);
 printf("%d\n",noproto('a',1.5f,2.5,(short)3,4L));
 int (*np)()=noproto; printf("%d\n",np('a',1.5f,2.5,(short)3,4L));
 int i=42; long l=43; printf("%d %d\n",tu(&i),tu(&l));
 Small s1={1,5,9}; printf("%d\n",va(2,s1,10,a,3.0L,x,(__int128)7,e,(_Float128)2,q,y,&i, s1,11,b,4.0L,x,(__int128)8,e,(_Float128)3,q,y,&i));
 Flex f={12}; printf("%d\n",flex(f)); printf("%d\n",(int)ld(2.5L,4,1.0L));
 counter+=2; tls+=3; printf("%d %d\n",counter,tls); show("x",-1);
 int (*h)(int)=hack; printf("%d\n",h(3));
}
