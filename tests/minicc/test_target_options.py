"""Options for the processor and for floating-point arithmetic decide what code is generated, as in gcc."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from minicc.cli import parse_command_line
from minicc.diagnostics import CompileError
from minicc.floating_point import FloatingPoint
from minicc.machine import Machine


def _minicc(tmp_path: Path, text: str, *words: str) -> str:
    source = tmp_path / "options.c"
    source.write_text(text)
    command = ["minicc", "-w", *words, "-S", str(source), "-o", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


_BITS = "int f(unsigned x) { return __builtin_popcount(x); }"
_SUM = "double f(double a, double b, double c) { return a * b + c; }"
_ROOT = "double sqrt(double); double f(double x) { return sqrt(x); }"
_REDUCTION = "double f(double *a) { double s = 0; for (int i = 0; i < 256; i++) s += a[i]; return s; }"
_LEAF = "int f(int n) { volatile int a[4] = { n }; return a[n & 3]; }"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), False),
        (("-mpopcnt",), True),
        (("-march=x86-64-v3",), True),
        (("-march=nehalem", "-mno-popcnt"), False),
        (("-mtune=haswell",), False),
    ],
)
def test_instructions_are_those_of_the_processor(words: tuple[str, ...], expected: bool, tmp_path: Path) -> None:
    assert ("popcnt" in _minicc(tmp_path, _BITS, "-O2", *words)) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("-O2", "-mfma"), True),
        (("-O2", "-march=haswell"), True),
        (("-O2",), False),
        (("-O2", "-mfma", "-std=c11"), False),
        (("-O2", "-mfma", "-std=c11", "-ffp-contract=fast"), True),
        (("-O2", "-mfma", "-ffp-contract=off"), False),
        (("-O0", "-mfma"), False),
    ],
)
def test_products_and_sums_are_fused_when_that_is_allowed(
    words: tuple[str, ...], expected: bool, tmp_path: Path
) -> None:
    assert ("vfmadd" in _minicc(tmp_path, _SUM, *words)) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [((), True), (("-fno-math-errno",), False), (("-ffast-math",), False), (("-ffast-math", "-fmath-errno"), True)],
)
def test_the_root_of_a_negative_number_sets_errno(words: tuple[str, ...], expected: bool, tmp_path: Path) -> None:
    assert ("sqrt@" in _minicc(tmp_path, _ROOT, "-O2", *words)) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("-O2",), False),
        (("-Ofast",), True),
        (("-O2", "-funsafe-math-optimizations"), True),
        (("-O2", "-fassociative-math"), False),
        (("-O2", "-fassociative-math", "-fno-signed-zeros", "-fno-trapping-math"), True),
        (("-O2", "-ffast-math", "-fno-fast-math"), False),
    ],
)
def test_sums_are_reordered_only_when_that_is_allowed(words: tuple[str, ...], expected: bool, tmp_path: Path) -> None:
    assert ("addpd" in _minicc(tmp_path, _REDUCTION, *words)) is expected


def test_complex_numbers_of_limited_range(tmp_path: Path) -> None:
    text = "double _Complex f(double _Complex x, double _Complex y) { return x * y + x / y; }"
    assert "__muldc3" in _minicc(tmp_path, text, "-O2")
    for word in ("-fcx-limited-range", "-ffast-math"):
        assert "dc3" not in _minicc(tmp_path, text, "-O2", word), word
    source = tmp_path / "range.c"
    source.write_text(f"{text} int main(void) {{ return f(3 + 4.0i, 1 + 2.0i) == -5 + 10.0i + 2.2 - 0.4i ? 0 : 1; }}")
    subprocess.run(
        ["minicc", "-O1", "-fcx-limited-range", str(source), "-o", tmp_path / "range"], check=True, timeout=60
    )
    assert subprocess.run([tmp_path / "range"], timeout=10, check=False).returncode == 0


def test_the_red_zone(tmp_path: Path) -> None:
    assert "%rsp, %rsp" not in _minicc(tmp_path, _LEAF, "-O2")
    assert "subq" in _minicc(tmp_path, _LEAF, "-O2", "-mno-red-zone")


_SWITCH = "int g(int, ...); int f(int x) { switch (x) {{cases}} return 0; }".replace(
    "{cases}", " ".join(f"case {i}: return g({i}{', x' * i});" for i in range(9))
)


def test_jump_tables_and_realigned_stacks(tmp_path: Path) -> None:
    assert "jmpq\t*" in _minicc(tmp_path, _SWITCH, "-O2")
    assert "jmpq\t*" not in _minicc(tmp_path, _SWITCH, "-O2", "-fno-jump-tables")
    assert "andq" not in _minicc(tmp_path, _SWITCH, "-O2")
    assert "andq\t$-16, %rsp" in _minicc(tmp_path, _SWITCH, "-O2", "-mstackrealign")


def test_an_object_may_be_at_address_zero(tmp_path: Path) -> None:
    text = "int f(int *p) { int x = *p; return p ? x : 7; }"
    assert "7" not in _minicc(tmp_path, text, "-O2").split("f:")[1].split(".cfi_endproc")[0]
    assert "$7" in _minicc(tmp_path, text, "-O2", "-fno-delete-null-pointer-checks")


def test_addresses_wrap_when_asked(tmp_path: Path) -> None:
    text = "int f(char *p, unsigned long n) { return p + n < p; }"
    body = _minicc(tmp_path, text, "-O2", "-emit-llvm", "-fno-strict-overflow")
    assert "icmp slt" not in body
    assert "icmp" in body


def test_one_library_function_can_be_ordinary(tmp_path: Path) -> None:
    text = 'unsigned long strlen(const char *); unsigned long f(void) { return strlen("abc"); }'
    assert "strlen@" not in _minicc(tmp_path, text, "-O2")
    assert "strlen@" in _minicc(tmp_path, text, "-O2", "-fno-builtin-strlen")


def test_fast_programs_flush_denormal_numbers(tmp_path: Path) -> None:
    """gcc links start-up code for -ffast-math; the library's __FAST_MATH__ is defined too."""
    source = tmp_path / "denormal.c"
    source.write_text(
        "int main(int n, char **v) { volatile double x = 1e-308; x /= 1e5 * n;\n"
        "#ifdef __FAST_MATH__\nreturn x == 0 ? 3 : 4;\n#else\nreturn x == 0 ? 5 : 6;\n#endif\n}\n"
    )
    for compiler in ("gcc", "minicc"):
        for word, expected in (("-O2", 6), ("-Ofast", 3)):
            program = tmp_path / "denormal"
            subprocess.run([compiler, word, str(source), "-o", str(program)], check=True, timeout=60)
            assert subprocess.run([program], timeout=10, check=False).returncode == expected, (compiler, word)


def test_unknown_processors_are_refused() -> None:
    for word in ("-march=z80", "-mtune=z80", "-march=i486"):
        with pytest.raises(CompileError, match="bad value"):
            parse_command_line([word, "a.c"])
    with pytest.raises(CompileError, match="unrecognized"):
        parse_command_line(["-mno-sse2", "a.c"])


def test_the_last_option_counts() -> None:
    call = parse_command_line(["-march=haswell", "-mno-avx2", "-mavx2", "-march=znver2", "-ffast-math", "a.c"])
    assert call.machine == Machine("znver2", features=("-avx2", "+avx2"))
    assert call.floating_point.is_fast
    assert parse_command_line(["-Ofast", "-fno-fast-math", "a.c"]).floating_point == FloatingPoint()


def test_the_processor_at_hand() -> None:
    machine = parse_command_line(["-march=native", "a.c"]).machine.resolved()
    assert machine.cpu != "native"
    assert "+sse2" in machine.features
