; ModuleID = 'assignment.c'
source_filename = "assignment.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

@device = dso_local global i32 zeroinitializer, align 4
@x = dso_local global [24 x i8] zeroinitializer, align 8
@y = dso_local global [24 x i8] zeroinitializer, align 8

define dso_local void @bits(ptr %f.1) #0 {
entry:
  %f = alloca ptr, align 8
  store ptr %f.1, ptr %f, align 8
  %0 = load ptr, ptr %f, align 8
  %1 = trunc i32 3 to i8
  %2 = load i8, ptr %0, align 4
  %3 = and i8 %1, 7
  %4 = and i8 %2, 248
  %5 = or i8 %4, %3
  store i8 %5, ptr %0, align 4
  %6 = load ptr, ptr %f, align 8
  %7 = load i8, ptr %6, align 4
  %8 = lshr i8 %7, 3
  %9 = zext i8 %8 to i32
  %10 = add nsw i32 %9, 1
  %11 = trunc i32 %10 to i8
  %12 = load i8, ptr %6, align 4
  %13 = and i8 %11, 31
  %14 = shl i8 %13, 3
  %15 = and i8 %12, 7
  %16 = or i8 %15, %14
  store i8 %16, ptr %6, align 4
  %17 = load ptr, ptr %f, align 8
  %18 = getelementptr inbounds i8, ptr %17, i64 8
  %19 = load i24, ptr %18, align 4
  %20 = and i24 %19, 1048575
  %21 = zext i24 %20 to i32
  %22 = add i32 %21, 1
  %23 = trunc i32 %22 to i24
  %24 = load i24, ptr %18, align 4
  %25 = and i24 %23, 1048575
  %26 = and i24 %24, 15728640
  %27 = or i24 %26, %25
  store i24 %27, ptr %18, align 4
  ret void
}

define dso_local i32 @read_bits(i64 %f.1, i64 %f.2) #0 {
entry:
  %f = alloca [12 x i8], align 4
  store i64 %f.1, ptr %f, align 4
  %0 = getelementptr inbounds i8, ptr %f, i64 8
  %1 = trunc i64 %f.2 to i32
  store i32 %1, ptr %0, align 4
  %2 = load i8, ptr %f, align 4
  %3 = shl i8 %2, 5
  %4 = ashr i8 %3, 5
  %5 = sext i8 %4 to i32
  %6 = load i8, ptr %f, align 4
  %7 = lshr i8 %6, 3
  %8 = zext i8 %7 to i32
  %9 = add nsw i32 %5, %8
  ret i32 %9
}

define dso_local void @narrow(ptr %c.1, ptr %b.2, ptr %f.3) #0 {
entry:
  %c = alloca ptr, align 8
  %b = alloca ptr, align 8
  %f = alloca ptr, align 8
  store ptr %c.1, ptr %c, align 8
  store ptr %b.2, ptr %b, align 8
  store ptr %f.3, ptr %f, align 8
  %0 = load ptr, ptr %c, align 8
  %1 = load i8, ptr %0, align 1
  %2 = zext i8 %1 to i32
  %3 = add nsw i32 %2, 300
  %4 = trunc i32 %3 to i8
  store i8 %4, ptr %0, align 1
  %5 = load ptr, ptr %b, align 8
  %6 = load i8, ptr %5, align 1
  %7 = trunc i8 %6 to i1
  %8 = zext i1 %7 to i32
  %9 = add nsw i32 %8, 1
  %10 = icmp ne i32 %9, 0
  %11 = zext i1 %10 to i8
  store i8 %11, ptr %5, align 1
  %12 = load ptr, ptr %f, align 8
  %13 = load float, ptr %12, align 4
  %14 = fsub float %13, 1.0
  store float %14, ptr %12, align 4
  ret void
}

define dso_local ptr @step(ptr %p.1, i64 %n.2) #0 {
entry:
  %p = alloca ptr, align 8
  %n = alloca i64, align 8
  store ptr %p.1, ptr %p, align 8
  store i64 %n.2, ptr %n, align 8
  %0 = load i64, ptr %n, align 8
  %1 = load ptr, ptr %p, align 8
  %2 = load ptr, ptr %1, align 8
  %3 = getelementptr inbounds i32, ptr %2, i64 %0
  store ptr %3, ptr %1, align 8
  %4 = load ptr, ptr %p, align 8
  %5 = load ptr, ptr %4, align 8
  %6 = getelementptr inbounds i32, ptr %5, i64 -1
  store ptr %6, ptr %4, align 8
  ret ptr %6
}

define dso_local i32 @polled() #0 {
entry:
  %0 = load volatile i32, ptr @device, align 4
  %1 = or i32 %0, 1
  store volatile i32 %1, ptr @device, align 4
  %2 = load volatile i32, ptr @device, align 4
  ret i32 %2
}

define dso_local void @copied(ptr %p.1) #0 {
entry:
  %p = alloca ptr, align 8
  store ptr %p.1, ptr %p, align 8
  %0 = load ptr, ptr %p, align 8
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 @y, ptr align 8 %0, i64 24, i1 false)
  call void @llvm.memcpy.p0.p0.i64(ptr align 8 @x, ptr align 8 @y, i64 24, i1 false)
  ret void
}

declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

attributes #0 = { nounwind uwtable "frame-pointer"="all" "target-cpu"="x86-64" "tune-cpu"="generic" }
!llvm.module.flags = !{!0, !1}
!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
