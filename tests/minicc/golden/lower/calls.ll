; ModuleID = 'calls.c'
source_filename = "calls.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

@.str.0 = private unnamed_addr constant [8 x i8] c"%d %Lf\0A\00", align 1

define dso_local { <2 x float>, float } @scaled(<2 x float> %v.1, float %v.2, float %by.3) #0 {
entry:
  %v = alloca [12 x i8], align 4
  %by = alloca float, align 4
  store <2 x float> %v.1, ptr %v, align 4
  %0 = getelementptr inbounds i8, ptr %v, i64 8
  store float %v.2, ptr %0, align 4
  store float %by.3, ptr %by, align 4
  %1 = load float, ptr %by, align 4
  %2 = load float, ptr %v, align 4
  %3 = fmul float %2, %1
  store float %3, ptr %v, align 4
  %4 = load <2 x float>, ptr %v, align 4
  %5 = getelementptr inbounds i8, ptr %v, i64 8
  %6 = load float, ptr %5, align 4
  %7 = insertvalue { <2 x float>, float } poison, <2 x float> %4, 0
  %8 = insertvalue { <2 x float>, float } %7, float %6, 1
  ret { <2 x float>, float } %8
}

define dso_local i64 @use() #0 {
entry:
  %s = alloca [8 x i8], align 4
  %unnamed.1 = alloca [8 x i8], align 4
  %result.2 = alloca [8 x i8], align 4
  %l = alloca [24 x i8], align 8
  %result.3 = alloca [24 x i8], align 8
  store i32 1, ptr %unnamed.1, align 4
  %0 = getelementptr inbounds i8, ptr %unnamed.1, i64 4
  %1 = sitofp i32 2 to float
  store float %1, ptr %0, align 4
  %2 = load i64, ptr %unnamed.1, align 4
  %3 = call i64 @twice(i64 %2)
  store i64 %3, ptr %result.2, align 4
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 %s, ptr align 4 %result.2, i64 8, i1 false)
  call void @llvm.memset.p0.i64(ptr align 8 %l, i8 0, i64 24, i1 false)
  %4 = load i32, ptr %s, align 4
  %5 = sext i32 %4 to i64
  store i64 %5, ptr %l, align 8
  call void @big(ptr sret([24 x i8]) align 8 %result.3, ptr byval([24 x i8]) align 8 %l, i8 signext 99, i1 zeroext true)
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %l, ptr align 8 %result.3, i64 24, i1 false)
  %6 = fpext float 0x4000000000000000 to double
  %7 = call i32 (...) @old(i32 1, double %6)
  %8 = load i32, ptr %s, align 4
  %9 = call i32 (ptr, ...) @printf(ptr @.str.0, i32 %8, x86_fp80 0xK3FFF8000000000000000)
  %10 = load i64, ptr %l, align 8
  %11 = icmp ne i64 %10, 0
  br i1 %11, label %if.end.5, label %if.then.4
if.then.4:
  call void @stop(i32 3)
  unreachable
if.end.5:
  %12 = getelementptr inbounds i64, ptr %l, i64 2
  %13 = load i64, ptr %12, align 8
  ret i64 %13
}

declare i64 @twice(i64)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare void @big(ptr sret([24 x i8]) align 8, ptr byval([24 x i8]) align 8, i8 signext, i1 zeroext)
declare i32 @old(...)
declare i32 @printf(ptr, ...)
declare void @stop(i32) #1

attributes #0 = { nounwind uwtable "frame-pointer"="all" "target-cpu"="x86-64" "tune-cpu"="generic" }
attributes #1 = { noreturn }
!llvm.module.flags = !{!0, !1}
!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
