int tentative;
static int internal = 7;
extern int elsewhere;
const char message[8] = "hello", *pointer = "hello";
_Thread_local int each = 1;
int weak __attribute__((weak, visibility("hidden"), section("here"))) = 3;
struct { char c; short s[2]; unsigned a : 3, b : 7; int *p; double d; } record = {'x', {1, [1] = 2}, 5, 100, &internal, 0.5};
int *table[] = {&tentative, 0, &elsewhere + 2};
float floats[2] = {1, -0.0f};
struct { int n; short tail[]; } flexible = {2, {3, 4}};
static void start(void) __attribute__((constructor));
static void start(void) { tentative++; }
int alias(void) __attribute__((alias("aliased")));
int aliased(void) { return elsewhere; }
