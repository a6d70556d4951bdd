; ModuleID = 'arithmetic.c'
source_filename = "arithmetic.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"


define dso_local i32 @signed_wraps_never(i32 %a.1, i32 %b.2) #0 {
entry:
  %a = alloca i32, align 4
  %b = alloca i32, align 4
  store i32 %a.1, ptr %a, align 4
  store i32 %b.2, ptr %b, align 4
  %0 = load i32, ptr %a, align 4
  %1 = load i32, ptr %b, align 4
  %2 = mul nsw i32 %0, %1
  %3 = load i32, ptr %a, align 4
  %4 = sub nsw i32 0, %3
  %5 = sub nsw i32 %2, %4
  ret i32 %5
}

define dso_local i32 @unsigned_wraps(i32 %a.1, i32 %b.2) #0 {
entry:
  %a = alloca i32, align 4
  %b = alloca i32, align 4
  store i32 %a.1, ptr %a, align 4
  store i32 %b.2, ptr %b, align 4
  %0 = load i32, ptr %a, align 4
  %1 = load i32, ptr %b, align 4
  %2 = add i32 %0, %1
  %3 = load i32, ptr %a, align 4
  %4 = load i32, ptr %b, align 4
  %5 = urem i32 %3, %4
  %6 = udiv i32 %2, %5
  %7 = lshr i32 %6, 3
  ret i32 %7
}

define dso_local i32 @shift(i32 %a.1, i64 %count.2) #0 {
entry:
  %a = alloca i32, align 4
  %count = alloca i64, align 8
  store i32 %a.1, ptr %a, align 4
  store i64 %count.2, ptr %count, align 8
  %0 = load i32, ptr %a, align 4
  %1 = load i64, ptr %count, align 8
  %2 = trunc i64 %1 to i32
  %3 = shl i32 %0, %2
  %4 = ashr i32 %3, 1
  ret i32 %4
}

define dso_local double @mixed(i32 %a.1, float %b.2, i64 %c.3) #0 {
entry:
  %a = alloca i32, align 4
  %b = alloca float, align 4
  %c = alloca i64, align 8
  store i32 %a.1, ptr %a, align 4
  store float %b.2, ptr %b, align 4
  store i64 %c.3, ptr %c, align 8
  %0 = load i32, ptr %a, align 4
  %1 = sitofp i32 %0 to float
  %2 = load i64, ptr %c, align 8
  %3 = uitofp i64 %2 to float
  %4 = load float, ptr %b, align 4
  %5 = fmul float %4, %3
  %6 = fadd float %1, %5
  %7 = fpext float %6 to double
  ret double %7
}

define dso_local zeroext i1 @truth(double %d.1, ptr %p.2) #0 {
entry:
  %d = alloca double, align 8
  %p = alloca ptr, align 8
  store double %d.1, ptr %d, align 8
  store ptr %p.2, ptr %p, align 8
  %0 = load double, ptr %d, align 8
  %1 = fcmp une double %0, 0.0
  br i1 %1, label %and.right.3, label %and.end.4
and.right.3:
  %2 = load ptr, ptr %p, align 8
  %3 = icmp ne ptr %2, null
  br label %and.end.4
and.end.4:
  %4 = phi i1 [ false, %entry ], [ %3, %and.right.3 ]
  ret i1 %4
}

define dso_local i32 @compare(ptr %p.1, ptr %q.2, i32 %u.3, float %f.4) #0 {
entry:
  %p = alloca ptr, align 8
  %q = alloca ptr, align 8
  %u = alloca i32, align 4
  %f = alloca float, align 4
  store ptr %p.1, ptr %p, align 8
  store ptr %q.2, ptr %q, align 8
  store i32 %u.3, ptr %u, align 4
  store float %f.4, ptr %f, align 4
  %0 = load ptr, ptr %q, align 8
  %1 = load i32, ptr %u, align 4
  %2 = icmp uge i32 %1, 3
  %3 = zext i1 %2 to i32
  %4 = sext i32 %3 to i64
  %5 = getelementptr inbounds i8, ptr %0, i64 %4
  %6 = load float, ptr %f, align 4
  %7 = fcmp une float %6, 0.0
  %8 = xor i1 %7, true
  %9 = zext i1 %8 to i32
  %10 = sext i32 %9 to i64
  %11 = sub i64 0, %10
  %12 = getelementptr inbounds i8, ptr %5, i64 %11
  %13 = load ptr, ptr %p, align 8
  %14 = icmp ult ptr %13, %12
  %15 = zext i1 %14 to i32
  ret i32 %15
}


attributes #0 = { nounwind uwtable "frame-pointer"="all" "target-cpu"="x86-64" "tune-cpu"="generic" }
!llvm.module.flags = !{!0, !1}
!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
