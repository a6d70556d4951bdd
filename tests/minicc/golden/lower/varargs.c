#define va_start __builtin_va_start
#define va_arg __builtin_va_arg
struct mixed { double d; long n; };
int sum(int count, ...) {
    __builtin_va_list list;
    va_start(list, count);
    int total = va_arg(list, int) + (int)va_arg(list, double) + (int)va_arg(list, long double);
    total += va_arg(list, struct mixed).n;
    __builtin_va_end(list);
    return total;
}
