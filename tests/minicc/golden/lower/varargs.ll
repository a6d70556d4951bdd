; ModuleID = 'varargs.c'
source_filename = "varargs.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"


define dso_local i32 @sum(i32 %count.1, ...) #0 {
entry:
  %count = alloca i32, align 4
  %list = alloca [1 x [24 x i8]], align 8
  %total = alloca i32, align 4
  %va_arg.11 = alloca [16 x i8], align 8
  store i32 %count.1, ptr %count, align 4
  call void @llvm.va_start.p0(ptr %list)
  %0 = load i32, ptr %list, align 8
  %1 = icmp ule i32 %0, 40
  br i1 %1, label %va_arg.registers.2, label %va_arg.memory.3
va_arg.registers.2:
  %2 = getelementptr inbounds i8, ptr %list, i64 16
  %3 = load ptr, ptr %2, align 8
  %4 = zext i32 %0 to i64
  %5 = getelementptr inbounds i8, ptr %3, i64 %4
  %6 = add i32 %0, 8
  store i32 %6, ptr %list, align 8
  br label %va_arg.end.4
va_arg.memory.3:
  %7 = getelementptr inbounds i8, ptr %list, i64 8
  %8 = load ptr, ptr %7, align 8
  %9 = getelementptr inbounds i8, ptr %8, i64 8
  store ptr %9, ptr %7, align 8
  br label %va_arg.end.4
va_arg.end.4:
  %10 = phi ptr [ %5, %va_arg.registers.2 ], [ %8, %va_arg.memory.3 ]
  %11 = load i32, ptr %10, align 4
  %12 = getelementptr inbounds i8, ptr %list, i64 4
  %13 = load i32, ptr %12, align 4
  %14 = icmp ule i32 %13, 160
  br i1 %14, label %va_arg.registers.5, label %va_arg.memory.6
va_arg.registers.5:
  %15 = getelementptr inbounds i8, ptr %list, i64 16
  %16 = load ptr, ptr %15, align 8
  %17 = zext i32 %13 to i64
  %18 = getelementptr inbounds i8, ptr %16, i64 %17
  %19 = add i32 %13, 16
  %20 = getelementptr inbounds i8, ptr %list, i64 4
  store i32 %19, ptr %20, align 4
  br label %va_arg.end.7
va_arg.memory.6:
  %21 = getelementptr inbounds i8, ptr %list, i64 8
  %22 = load ptr, ptr %21, align 8
  %23 = getelementptr inbounds i8, ptr %22, i64 8
  store ptr %23, ptr %21, align 8
  br label %va_arg.end.7
va_arg.end.7:
  %24 = phi ptr [ %18, %va_arg.registers.5 ], [ %22, %va_arg.memory.6 ]
  %25 = load double, ptr %24, align 8
  %26 = fptosi double %25 to i32
  %27 = add nsw i32 %11, %26
  %28 = getelementptr inbounds i8, ptr %list, i64 8
  %29 = load ptr, ptr %28, align 8
  %30 = getelementptr inbounds i8, ptr %29, i64 15
  %31 = call ptr @llvm.ptrmask.p0.i64(ptr %30, i64 -16)
  %32 = getelementptr inbounds i8, ptr %31, i64 16
  store ptr %32, ptr %28, align 8
  %33 = load x86_fp80, ptr %31, align 16
  %34 = fptosi x86_fp80 %33 to i32
  %35 = add nsw i32 %27, %34
  store i32 %35, ptr %total, align 4
  %36 = load i32, ptr %list, align 8
  %37 = icmp ule i32 %36, 40
  %38 = getelementptr inbounds i8, ptr %list, i64 4
  %39 = load i32, ptr %38, align 4
  %40 = icmp ule i32 %39, 160
  %41 = and i1 %37, %40
  br i1 %41, label %va_arg.registers.8, label %va_arg.memory.9
va_arg.registers.8:
  %42 = getelementptr inbounds i8, ptr %list, i64 16
  %43 = load ptr, ptr %42, align 8
  %44 = zext i32 %36 to i64
  %45 = getelementptr inbounds i8, ptr %43, i64 %44
  %46 = zext i32 %39 to i64
  %47 = getelementptr inbounds i8, ptr %43, i64 %46
  %48 = add i32 %36, 8
  store i32 %48, ptr %list, align 8
  %49 = add i32 %39, 16
  %50 = getelementptr inbounds i8, ptr %list, i64 4
  store i32 %49, ptr %50, align 4
  %51 = load double, ptr %47, align 8
  store double %51, ptr %va_arg.11, align 8
  %52 = load i64, ptr %45, align 8
  %53 = getelementptr inbounds i8, ptr %va_arg.11, i64 8
  store i64 %52, ptr %53, align 8
  br label %va_arg.end.10
va_arg.memory.9:
  %54 = getelementptr inbounds i8, ptr %list, i64 8
  %55 = load ptr, ptr %54, align 8
  %56 = getelementptr inbounds i8, ptr %55, i64 16
  store ptr %56, ptr %54, align 8
  br label %va_arg.end.10
va_arg.end.10:
  %57 = phi ptr [ %va_arg.11, %va_arg.registers.8 ], [ %55, %va_arg.memory.9 ]
  %58 = getelementptr inbounds i8, ptr %57, i64 8
  %59 = load i64, ptr %58, align 8
  %60 = load i32, ptr %total, align 4
  %61 = sext i32 %60 to i64
  %62 = add nsw i64 %61, %59
  %63 = trunc i64 %62 to i32
  store i32 %63, ptr %total, align 4
  call void @llvm.va_end.p0(ptr %list)
  %64 = load i32, ptr %total, align 4
  ret i32 %64
}

declare void @llvm.va_start.p0(ptr)
declare ptr @llvm.ptrmask.p0.i64(ptr, i64)
declare void @llvm.va_end.p0(ptr)

attributes #0 = { nounwind uwtable "frame-pointer"="all" "target-cpu"="x86-64" "tune-cpu"="generic" }
!llvm.module.flags = !{!0, !1}
!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
