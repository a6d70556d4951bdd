; ModuleID = 'objects.c'
source_filename = "objects.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

@.str.0 = private unnamed_addr constant [3 x i8] c"abc", align 1

define dso_local i32 @members(ptr %p.1, i32 %i.2) #0 {
entry:
  %p = alloca ptr, align 8
  %i = alloca i32, align 4
  store ptr %p.1, ptr %p, align 8
  store i32 %i.2, ptr %i, align 4
  %0 = load ptr, ptr %p, align 8
  %1 = load i32, ptr %i, align 4
  %2 = sext i32 %1 to i64
  %3 = getelementptr inbounds [8 x i8], ptr %0, i64 %2
  %4 = getelementptr inbounds i8, ptr %3, i64 4
  %5 = load i32, ptr %4, align 4
  ret i32 %5
}

define dso_local i32 @unaligned(ptr %t.1, i32 %i.2) #0 {
entry:
  %t = alloca ptr, align 8
  %i = alloca i32, align 4
  store ptr %t.1, ptr %t, align 8
  store i32 %i.2, ptr %i, align 4
  %0 = load ptr, ptr %t, align 8
  %1 = getelementptr inbounds i8, ptr %0, i64 1
  %2 = getelementptr inbounds i32, ptr %1, i64 1
  %3 = load i32, ptr %2, align 1
  %4 = load ptr, ptr %t, align 8
  %5 = getelementptr inbounds i8, ptr %4, i64 1
  %6 = load i32, ptr %i, align 4
  %7 = sext i32 %6 to i64
  %8 = getelementptr inbounds i32, ptr %5, i64 %7
  %9 = load i32, ptr %8, align 1
  %10 = add nsw i32 %3, %9
  ret i32 %10
}

define dso_local i64 @distance(ptr %p.1, ptr %q.2) #0 {
entry:
  %p = alloca ptr, align 8
  %q = alloca ptr, align 8
  store ptr %p.1, ptr %p, align 8
  store ptr %q.2, ptr %q, align 8
  %0 = load ptr, ptr %p, align 8
  %1 = ptrtoint ptr %0 to i64
  %2 = load ptr, ptr %q, align 8
  %3 = ptrtoint ptr %2 to i64
  %4 = sub i64 %1, %3
  %5 = sdiv exact i64 %4, 8
  ret i64 %5
}

define dso_local void @locals(i32 %n.1) #0 {
entry:
  %n = alloca i32, align 4
  %numbers = alloca [6 x i32], align 4
  %text = alloca [64 x i8], align 1
  %point = alloca [8 x i8], align 4
  %other = alloca [8 x i8], align 4
  %literal = alloca ptr, align 8
  %unnamed.2 = alloca [2 x i32], align 4
  store i32 %n.1, ptr %n, align 4
  call void @llvm.memset.p0.i64(ptr align 4 %numbers, i8 0, i64 24, i1 false)
  store i32 1, ptr %numbers, align 4
  %0 = getelementptr inbounds i8, ptr %numbers, i64 4
  store i32 2, ptr %0, align 4
  %1 = getelementptr inbounds i8, ptr %numbers, i64 16
  %2 = load i32, ptr %n, align 4
  store i32 %2, ptr %1, align 4
  %3 = getelementptr inbounds i8, ptr %numbers, i64 20
  store i32 9, ptr %3, align 4
  call void @llvm.memset.p0.i64(ptr align 1 %text, i8 0, i64 64, i1 false)
  call void @llvm.memcpy.p0.p0.i64(ptr align 1 %text, ptr align 1 @.str.0, i64 3, i1 false)
  call void @llvm.memset.p0.i64(ptr align 4 %point, i8 0, i64 8, i1 false)
  %4 = getelementptr inbounds i8, ptr %point, i64 4
  %5 = load i32, ptr %n, align 4
  store i32 %5, ptr %4, align 4
  call void @llvm.memcpy.p0.p0.i64(ptr align 4 %other, ptr align 4 %point, i64 8, i1 false)
  %6 = load i32, ptr %n, align 4
  store i32 %6, ptr %unnamed.2, align 4
  %7 = getelementptr inbounds i8, ptr %unnamed.2, i64 4
  store i32 3, ptr %7, align 4
  store ptr %unnamed.2, ptr %literal, align 8
  %8 = load ptr, ptr %literal, align 8
  call void (ptr, ...) @take(ptr %numbers, ptr %text, ptr %point, ptr %other, ptr %8)
  ret void
}

declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @take(ptr, ...)

attributes #0 = { nounwind uwtable "frame-pointer"="all" "target-cpu"="x86-64" "tune-cpu"="generic" }
!llvm.module.flags = !{!0, !1}
!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
