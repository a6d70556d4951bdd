/* Declarators: arrays of pointers to functions, pointers to arrays, nested parentheses, abstract ones in casts. */
int printf(const char *, ...);

static int f0(int v) { return v; }
static int f1(int v) { return v * 10; }
static int (*functions[2])(int) = {f0, f1};
static int (*(*to_functions)[2])(int) = &functions;
static int (*choose(int n))(int) { return functions[n]; }
static int (*(*chooser)(int))(int) = choose;
static int (*(*deeper(void))(int))(int) { return choose; }
static int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
static int (*row_pointer)[3] = grid;
static int (*rows(int n))[3] { return grid + n; }
static int *cells[2][3] = {{&grid[0][0]}, {[2] = &grid[1][2]}};
static int *(*cell_rows)[3] = cells;
static char *(*names)[3], *words[] = {"x", "yy", "zzz"};
static const char *const *const constants[1] = {(const char *const *)words};
typedef int (*handler)(int), (*handlers[3])(int);
typedef struct s { struct s *(*make)(struct s *, int); int v; } s;
typedef int matrix[2][2];
typedef matrix *matrix_pointer;
typedef void (*visitor)(int, void *);
static unsigned long long int (many), *pointer_many = &(many);
int static unusual = 3, *pointer_unusual = &unusual, array_unusual[2], function_unusual(int);
int function_unusual(a) int a; { return a + unusual; }

static s *make(s *self, int v) { self->v += v; return self; }
static int trace(matrix m) { return m[0][0] + m[1][1]; }
static int trace_pointer(matrix_pointer m) { return (*m)[0][1] + (*m)[1][0]; }
static void add(int v, void *context) { *(int *)context += v; }
static void each(const int *p, int n, visitor visit, void *context) { while (n--) visit(*p++, context); }
static int count(int n, int m[][3], int (*callback)(int (*)[3])) { return callback(m + n - 1); }
static int last(int (*row)[3]) { return (*row)[2]; }
static int no_names(int, int *, int (*)(int), char[3], ...);
static int no_names(int a, int *b, int (*c)(int), char d[3], ...) { return a + *b + c(3) + d[1]; }

int main(void) {
    printf("%d %d %d\n", (*to_functions)[1](5), chooser(1)(6), deeper()(0)(7));
    printf("%d %d %d\n", row_pointer[1][2], (*rows(1))[0], rows(0)[1][1]);
    printf("%d %d %d\n", *cells[0][0], *cell_rows[1][2], cells[0][1] == 0);
    names = &words;
    printf("%s %c %s\n", (*names)[2], *(*names)[1], constants[0][0]);
    handlers h = {f0, f1};
    handler last_handler = functions[0];
    h[2] = last_handler;
    printf("%d %d\n", ((int (*)(int))(void (*)(void))h[1])(8), h[2](9));
    s object = {make, 1}, *p = &object;
    printf("%d\n", p->make(p, 4)->make(p, 5)->v);
    matrix m = {{1, 2}, {3, 4}};
    printf("%d %d\n", trace(m), trace_pointer(&m));
    int sum = 0;
    each(grid[0], 6, add, &sum);
    many = 1ULL << 63;
    printf("%d %llu %d %d\n", sum, *pointer_many, *pointer_unusual + array_unusual[1], function_unusual(4));
    printf("%d %d\n", count(2, grid, last), no_names(1, &sum, f1, "abc", 5));
    int ((*parenthesised)) = &grid[1][1], (value) = (*(parenthesised));
    printf("%d %d %d\n", value, (int)sizeof(int (*[5])(int)), (int)sizeof(int (*(*)[5])(int)));
    return 0;
}
