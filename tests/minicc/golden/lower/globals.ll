; ModuleID = 'globals.c'
source_filename = "globals.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

@alias = dso_local alias i8, ptr @aliased
@tentative = dso_local global i32 zeroinitializer, align 4
@internal = internal global i32 7, align 4
@message = dso_local constant [8 x i8] c"hello\00\00\00", align 1
@.str.0 = private unnamed_addr constant [6 x i8] c"hello\00", align 1
@pointer = dso_local global ptr @.str.0, align 8
@each = dso_local thread_local global i32 1, align 4
@weak = weak dso_local hidden global i32 3, section "here", align 4
@record = dso_local global <{ [8 x i8], ptr, [8 x i8] }> <{ [8 x i8] c"x\00\01\00\02\00%\03", ptr @internal, [8 x i8] c"\00\00\00\00\00\00\E0?" }>, align 8
@table = dso_local global <{ ptr, [8 x i8], ptr }> <{ ptr @tentative, [8 x i8] zeroinitializer, ptr getelementptr (i8, ptr @elsewhere, i64 8) }>, align 8
@floats = dso_local global [8 x i8] c"\00\00\80?\00\00\00\80", align 4
@flexible = dso_local global [8 x i8] c"\02\00\00\00\03\00\04\00", align 4
@elsewhere = external global i32, align 4
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @start, ptr null }]

define internal void @start() #0 {
entry:
  %0 = load i32, ptr @tentative, align 4
  %1 = add nsw i32 %0, 1
  store i32 %1, ptr @tentative, align 4
  ret void
}

define dso_local i32 @aliased() #0 {
entry:
  %0 = load i32, ptr @elsewhere, align 4
  ret i32 %0
}


attributes #0 = { nounwind uwtable "frame-pointer"="all" "target-cpu"="x86-64" "tune-cpu"="generic" }
!llvm.module.flags = !{!0, !1}
!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
