; ModuleID = 'control.c'
source_filename = "control.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"


define dso_local i32 @loops(i32 %n.1) #0 {
entry:
  %n = alloca i32, align 4
  %sum = alloca i32, align 4
  %i = alloca i32, align 4
  store i32 %n.1, ptr %n, align 4
  store i32 0, ptr %sum, align 4
  store i32 0, ptr %i, align 4
  br label %for.test.2
for.test.2:
  %0 = load i32, ptr %i, align 4
  %1 = load i32, ptr %n, align 4
  %2 = icmp slt i32 %0, %1
  br i1 %2, label %and.right.6, label %for.end.5
and.right.6:
  %3 = load i32, ptr %sum, align 4
  %4 = icmp sge i32 %3, 0
  br i1 %4, label %for.body.3, label %for.end.5
for.body.3:
  %5 = load i32, ptr %i, align 4
  %6 = icmp eq i32 %5, 3
  br i1 %6, label %if.then.7, label %if.end.8
if.then.7:
  br label %for.step.4
if.end.8:
  br label %do.body.9
do.body.9:
  %7 = load i32, ptr %i, align 4
  %8 = call i32 @f(i32 %7)
  %9 = load i32, ptr %sum, align 4
  %10 = add nsw i32 %9, %8
  store i32 %10, ptr %sum, align 4
  br label %do.test.10
do.test.10:
  %11 = load i32, ptr %sum, align 4
  %12 = and i32 %11, 1
  %13 = icmp ne i32 %12, 0
  br i1 %13, label %do.body.9, label %do.end.11
do.end.11:
  br label %for.step.4
for.step.4:
  %14 = load i32, ptr %i, align 4
  %15 = add nsw i32 %14, 1
  store i32 %15, ptr %i, align 4
  br label %for.test.2
for.end.5:
  br label %while.test.12
while.test.12:
  br label %while.body.13
while.body.13:
  %16 = load i32, ptr %sum, align 4
  %17 = call i32 @f(i32 %16)
  %18 = icmp ne i32 %17, 0
  br i1 %18, label %if.then.15, label %or.right.17
or.right.17:
  %19 = load i32, ptr %n, align 4
  %20 = icmp ne i32 %19, 0
  br i1 %20, label %if.end.16, label %if.then.15
if.then.15:
  br label %while.end.14
if.end.16:
  br label %while.test.12
while.end.14:
  %21 = load i32, ptr %sum, align 4
  ret i32 %21
}

define dso_local i32 @choose(i32 %n.1, ptr %p.2) #0 {
entry:
  %n = alloca i32, align 4
  %p = alloca ptr, align 8
  %t = alloca i32, align 4
  store i32 %n.1, ptr %n, align 4
  store ptr %p.2, ptr %p, align 8
  %0 = load i32, ptr %n, align 4
  br label %switch.9
switch.9:
  switch i32 %0, label %case.range.8 [ i32 1, label %case.4 i32 2, label %case.4 i32 3, label %case.4 i32 9, label %case.5 ]
case.range.8:
  %1 = sub i32 %0, 100
  %2 = icmp ule i32 %1, 99900
  br i1 %2, label %case.6, label %default.7
case.4:
  store i32 5, ptr %n, align 4
  br label %case.5
case.5:
  %3 = load i32, ptr %n, align 4
  ret i32 %3
case.6:
  br label %label.out
default.7:
  %4 = load ptr, ptr %p, align 8
  %5 = icmp ne ptr %4, null
  br i1 %5, label %cond.then.10, label %cond.else.11
cond.then.10:
  %6 = load ptr, ptr %p, align 8
  %7 = load i64, ptr %6, align 8
  br label %cond.end.12
cond.else.11:
  %8 = load i32, ptr %n, align 4
  %9 = icmp ne i32 %8, 0
  br i1 %9, label %cond.then.13, label %cond.else.14
cond.then.13:
  br label %cond.end.15
cond.else.14:
  br label %cond.end.15
cond.end.15:
  %10 = phi i32 [ %8, %cond.then.13 ], [ -1, %cond.else.14 ]
  %11 = sext i32 %10 to i64
  br label %cond.end.12
cond.end.12:
  %12 = phi i64 [ %7, %cond.then.10 ], [ %11, %cond.end.15 ]
  %13 = trunc i64 %12 to i32
  ret i32 %13
switch.end.3:
  br label %label.out
label.out:
  %14 = load i32, ptr %n, align 4
  store i32 %14, ptr %t, align 4
  %15 = load i32, ptr %t, align 4
  %16 = icmp sgt i32 %15, 4
  %17 = zext i1 %16 to i32
  ret i32 %17
}

define dso_local i32 @main() #0 {
entry:
  ret i32 0
}

declare i32 @f(i32)

attributes #0 = { nounwind uwtable "frame-pointer"="all" "target-cpu"="x86-64" "tune-cpu"="generic" }
!llvm.module.flags = !{!0, !1}
!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
