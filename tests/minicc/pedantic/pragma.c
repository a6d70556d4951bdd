int x = 010;
#pragma GCC diagnostic ignored "-Wpedantic"
int a[0];
#pragma GCC diagnostic pop
 struct{}y;