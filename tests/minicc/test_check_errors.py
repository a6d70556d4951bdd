"""What the checker refuses: each program is one that gcc refuses too, with the same words."""

from __future__ import annotations

import subprocess

import pytest
from check_support import checked, needs_gcc

from minicc.diagnostics import CompileError

_S = "struct s { int m; const int c; int b:3; }; union u { int i; }; "

# program, message, column of the caret (1-based) or 0
_ERRORS = [
    ("int f(void) { return x; }", "'x' undeclared (first use in this function)", 22),
    ("int y = x;", "'x' undeclared here (not in a function)", 9),
    (_S + "int f(struct s a) { return a + 1; }", "invalid operands to binary + (have 'struct s' and 'int')", 0),
    ("int g(int, int); int f(void) { return g(1); }", "too few arguments to function 'g'", 0),
    ("int g(int); int f(void) { return g(1, 2); }", "too many arguments to function 'g'", 0),
    ("void f(int a) { (a + 1) = 2; }", "lvalue required as left operand of assignment", 0),
    ("void f(void) { const int a = 1; a = 2; }", "assignment of read-only variable 'a'", 0),
    ("void f(const int a) { a++; }", "increment of read-only parameter 'a'", 0),
    (_S + "void f(struct s *p) { p->c = 1; }", "assignment of read-only member 'c'", 0),
    ("void f(const int *p) { *p = 1; }", "assignment of read-only location", 0),
    ("int a = 1; int a = 2;", "redefinition of 'a'", 16),
    ("int f(void) { return 0; } int f(void) { return 1; }", "redefinition of 'f'", 31),
    ("int f(int); int f(char *);", "conflicting types for 'f'; have 'int(char *)'", 17),
    ("extern int a; char a;", "conflicting types for 'a'; have 'char'", 0),
    ("void f(int a) { switch (a) { case 1: case 1: ; } }", "duplicate case value", 0),
    ("void f(int a) { switch (a) { default: default: ; } }", "multiple default labels in one switch", 0),
    ("void f(int a) { goto l; }", "label 'l' used but not defined", 0),
    ("void f(int a) { l: ; l: ; }", "duplicate label 'l'", 0),
    ("struct t; struct t a;", "storage size of 'a' isn't known", 0),
    ("void f(void) { struct t a; }", "storage size of 'a' isn't known", 25),
    ("void f(void) { void a; }", "variable or field 'a' declared void", 0),
    (_S + "int f(struct s a) { return a.x; }", "'struct s' has no member named 'x'", 0),
    (_S + "int f(struct s *a) { return a.m; }", "'a' is a pointer; did you mean to use '->'?", 0),
    ("int f(int a) { return a.m; }", "request for member 'm' in something not a structure or union", 0),
    ("int f(int a) { return a->m; }", "invalid type argument of '->' (have 'int')", 0),
    ("int f(int a) { return *a; }", "invalid type argument of unary '*' (have 'int')", 0),
    (
        _S + "void f(struct s a) { int b; b = a; }",
        "incompatible types when assigning to type 'int' from type 'struct s'",
        0,
    ),
    (
        _S + "struct s f(void) { return 1; }",
        "incompatible types when returning type 'int' but 'struct s' was expected",
        0,
    ),
    (_S + "void g(int); void f(struct s a) { g(a); }", "incompatible type for argument 1 of 'g'", 0),
    (_S + "struct s a = 1;", "invalid initializer", 0),
    ("int f(int a) { return a(); }", "called object 'a' is not a function or function pointer", 0),
    (
        "void f(const int *p) { __builtin_clear_padding(p); }",
        "argument 1 in call to function '__builtin_clear_padding' has pointer to 'const' type ('const int *')",
        0,
    ),
    (
        "struct s; void f(struct s *p) { __builtin_clear_padding(p); }",
        "argument 1 in call to function '__builtin_clear_padding' points to incomplete type",
        0,
    ),
    (
        "struct s { int n, m[]; }; void f(struct s *p) { __builtin_clear_padding(p); }",
        "flexible array member 'm' does not have well defined padding bits for '__builtin_clear_padding'",
        0,
    ),
    ("void f(void) { break; }", "break statement not within loop or switch", 0),
    ("void f(void) { continue; }", "continue statement not within a loop", 0),
    ("void f(int a) { case 1: ; }", "case label not within a switch statement", 0),
    ("void f(int a, int b) { switch (a) { case b: ; } }", "case label does not reduce to an integer constant", 0),
    ("void f(double a) { switch (a) { } }", "switch quantity not an integer", 0),
    ('_Static_assert(sizeof(int) == 8, "wide");', 'static assertion failed: "wide"', 0),
    ("int g(void); int a = g();", "initializer element is not constant", 0),
    ("int n; int a[n];", "variably modified 'a' at file scope", 0),
    ("int a[-1];", "size of array 'a' is negative", 0),
    ("struct t { int a; int a; };", "duplicate member 'a'", 0),
    ("struct t { struct t a; };", "field 'a' has incomplete type", 0),
    ("struct t { int a:33; };", "width of 'a' exceeds its type", 0),
    ("struct t { int a:0; };", "zero width for bit-field 'a'", 0),
    ("struct t { float a:3; };", "bit-field 'a' has invalid type", 0),
    ("struct t { int a; }; struct t { int b; };", "redefinition of 'struct t'", 0),
    ("struct t { int a; }; union t b;", "'t' defined as wrong kind of tag", 0),
    ("enum e { A, A };", "redeclaration of enumerator 'A'", 0),
    ("int f(void)[3];", "'f' declared as function returning an array", 0),
    ("int a[3](void);", "declaration of 'a' as array of functions", 0),
    (_S + "int *f(struct s *p) { return &p->b; }", "cannot take address of bit-field 'b'", 0),
    ("int *f(void) { register int a; return &a; }", "address of register variable 'a' requested", 0),
    ("int *f(void) { return &1; }", "lvalue required as unary '&' operand", 0),
    (_S + "int f(struct s a) { return !a; }", "wrong type argument to unary exclamation mark", 0),
    (_S + "void f(struct s a) { if (a) ; }", "used struct type value where scalar is required", 0),
    (_S + "int f(struct s a) { return (int)a; }", "aggregate value used where an integer was expected", 0),
    (_S + "struct s f(int a) { return (struct s)a; }", "conversion to non-scalar type requested", 0),
    ("double f(int *a) { return (double)a; }", "pointer value used where a floating-point was expected", 0),
    ("void g(void); int f(void) { return g(); }", "void value not ignored as it ought to be", 0),
    ("int f(double a) { return a % 2; }", "invalid operands to binary % (have 'double' and 'int')", 0),
    ("int f(int a, int b) { return a[b]; }", "subscripted value is neither array nor pointer nor vector", 0),
    ("int f(int *a) { return a[1.0]; }", "array subscript is not an integer", 0),
    ("int a[2] = { [2] = 1 };", "array index in initializer exceeds array bounds", 0),
    ("struct t { int a; } b = { .x = 1 };", "'struct t' has no member named 'x'", 0),
    (
        "static int f(void); extern int g(void); static int g(void);",
        "static declaration of 'g' follows non-static declaration",
        0,
    ),
    ("static int a; int a;", "non-static declaration of 'a' follows static declaration", 0),
    ("void f(void) { int a; int a; }", "redeclaration of 'a' with no linkage", 0),
    ("typedef int T; int T;", "'T' redeclared as different kind of symbol", 0),
    ("int f(void) { return sizeof(struct t); }", "invalid application of 'sizeof' to incomplete type 'struct t'", 0),
    ("struct t *p; int f(void) { return p->a; }", "invalid use of undefined type 'struct t'", 0),
    ("int f(int a) { int b[2]; b = 0; return a; }", "assignment to expression with array type", 0),
    ("void f(void) { static int n = 1; extern int n = 2; }", "'n' has both 'extern' and initializer", 0),
    (
        "int f(int a) { return _Generic(a, long: 1, char: 2); }",
        "'_Generic' selector of type 'int' is not compatible with any association",
        0,
    ),
    (
        "void g(void) { __builtin_va_list l; __builtin_va_start(l, l); }",
        "'va_start' used in function with fixed arguments",
        0,
    ),
    ("int f(int a) { return 09; }", 'invalid digit "9" in octal constant', 0),
    ("int f(int a) { return 1q; }", 'invalid suffix "q" on integer constant', 0),
    ("struct t { int n; int a[]; int b; };", "flexible array member not at end of struct", 0),
    ("int f(int a, int a);", "redefinition of parameter 'a'", 0),
    ("struct t a = { 1 };", "variable 'a' has initializer but incomplete type", 0),
]


@pytest.mark.parametrize(("program", "message", "column"), _ERRORS, ids=[error[1] for error in _ERRORS])
def test_the_error_is_named(program: str, message: str, column: int) -> None:
    with pytest.raises(CompileError) as caught:
        checked(program)
    assert caught.value.message == message
    assert caught.value.pos is not None
    if column:
        assert caught.value.pos + 1 == column


@needs_gcc
def test_gcc_refuses_the_same_programs_with_these_words() -> None:
    strange: list[str] = []
    for program, message, _ in _ERRORS:
        words = ["gcc", "-std=gnu17", "-c", "-o", "/dev/null", "-x", "c", "-"]
        run = subprocess.run(words, input=program, capture_output=True, encoding="utf-8", check=False)
        said = run.stderr.replace("\u2018", "'").replace("\u2019", "'")
        if run.returncode == 0 or f"error: {message}" not in said:
            strange.append(f"{message}\n    gcc: {said.splitlines()[0] if said else 'accepts'}: {program}")
    assert not strange, "\n".join(strange)


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("_Atomic long double a;", "an atomic 'long double'"),
        ("_Atomic _Complex double a;", "an atomic 'complex double'"),
        ('void f(int a) { __asm__("" : : "j"(a)); }', "asm constraint 'j'"),
        ("_Decimal64 d;", "decimal floating types"),
        ("void *f(void) { return __builtin_alloca; }", "'__builtin_alloca' in any place but that of a function called"),
        (
            'float f(double a) { float b; __asm__("" : "=t"(b) : "0"(a)); return b; }',
            "an asm register for 'double' and 'float'",
        ),
    ],
)
def test_what_is_not_supported_is_refused_by_name(program: str, what: str) -> None:
    with pytest.raises(CompileError, match=f"^{what} (is|are) not supported$"):
        checked(program)


@pytest.mark.parametrize(
    ("program", "warning"),
    [
        ("int f(void) { return g(1); }", "implicit declaration of function 'g'"),
        ("int *f(long a) { return a; }", "makes pointer from integer without a cast"),
        ("int f(int *a) { return a; }", "makes integer from pointer without a cast"),
        ("int *f(char *a) { return a; }", "incompatible return type"),
        ("char *f(const char *a) { return a; }", "discards 'const' qualifier from pointer target type"),
        ("int f(int *a, char *b) { return a == b; }", "comparison of distinct pointer types lacks a cast"),
        ("int f(int *a) { return a == 5; }", "comparison between pointer and integer"),
        ("int a[1] = { 1, 2 };", "excess elements in array initializer"),
        ("void f(void) { return 1; }", "'return' with a value, in function returning void"),
        ("int a[];", "array 'a' assumed to have one element"),
    ],
)
def test_what_gcc_only_warns_about_is_accepted(program: str, warning: str) -> None:
    warnings: list[str] = []
    checked(program, warnings=warnings)
    assert any(warning in message for message in warnings), warnings
