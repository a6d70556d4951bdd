"""What GCC's c-torture found: -fgnu89-inline, and memory that a jump back over a declaration gives back."""

from __future__ import annotations

import resource
import subprocess
from pathlib import Path

import pytest

INLINE = (
    "extern inline int f(void) { return 1; }\ninline int g(void) { return 2; }\nint main(void) { return g() - 2; }\n"
)

JUMPS_BACK = """
void *volatile p;
int main(void) {
    int n = 0, kept = 0;
again:;
    int outer[n % 10 + 1];
    outer[n % 10] = n;
inner:;
    int x[n % 1000 + 1];
    x[n % 1000] = 2;
    p = x;
    if (outer[n % 10] != n) return 1;
    if (++kept % 2) goto inner;
    n++;
    if (n < 30000) goto again;
    return 0;
}
"""


@pytest.mark.parametrize("options", [["-fgnu89-inline"], [], ["-std=gnu89"]])
def test_inline_functions_have_the_symbols_that_gcc_gives_them(options: list[str], tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text(INLINE)
    symbols = []
    for compiler in ("minicc", "gcc"):
        output = tmp_path / f"{compiler}.o"
        subprocess.run([compiler, *options, "-c", source, "-o", output], check=True)
        told = subprocess.run(["nm", output], check=True, capture_output=True, text=True).stdout
        symbols.append([line.split()[-2:] for line in told.splitlines()])
    assert symbols[0] == symbols[1]


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_a_jump_back_over_a_variable_length_array_gives_its_memory_back(level: str, tmp_path: Path) -> None:
    source, program = tmp_path / "x.c", tmp_path / "x"
    source.write_text(JUMPS_BACK.replace("if (++kept % 2) goto inner;", ""))
    subprocess.run(["minicc", level, source, "-o", program], check=True)
    limit = 1 << 20
    run = subprocess.run(
        [program], preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (limit, limit)), check=False
    )
    assert run.returncode == 0


def test_a_jump_back_keeps_what_was_declared_before_the_label(tmp_path: Path) -> None:
    source, program = tmp_path / "x.c", tmp_path / "x"
    source.write_text(JUMPS_BACK.replace("30000", "300"))
    subprocess.run(["minicc", source, "-o", program], check=True)
    assert subprocess.run([program], check=False).returncode == 0


def test_intrinsics_of_headers_are_compiled_when_they_are_used(tmp_path: Path) -> None:
    source, program = tmp_path / "x.c", tmp_path / "x"
    source.write_text(
        "#include <emmintrin.h>\n"
        "int main(void) { __m128i a = _mm_add_epi64(_mm_set_epi64x(1, 2), _mm_set_epi64x(3, 4)); long long r[2];\n"
        "_mm_storeu_si128((__m128i *)r, a); return r[0] != 6 || r[1] != 4; }\n"
    )
    for level in ("-O0", "-O2"):
        subprocess.run(["minicc", level, source, "-o", program], check=True)
        assert subprocess.run([program], check=False).returncode == 0


def test_checked_versions_of_library_functions_stay_the_librarys(tmp_path: Path) -> None:
    source, program = tmp_path / "x.c", tmp_path / "x"
    source.write_text('#include <stdio.h>\nint main(void) { return printf("%d\\n", 12) != 3; }\n')
    subprocess.run(["minicc", "-O2", "-D_FORTIFY_SOURCE=2", source, "-o", program], check=True)
    assert subprocess.run([program], capture_output=True, check=False).returncode == 0


def test_what_a_used_intrinsic_needs_is_refused_by_name(tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text(
        '# 1 "/usr/include/x.h" 1 3 4\n'
        "static inline int twice(int a) { __builtin_ia32_nonsense(a); return 2 * a; }\n"
        "extern inline __attribute__((gnu_inline, always_inline)) int same(int a)"
        " { return __builtin_ia32_nonsense(a); }\n"
        '# 4 "x.c" 2\n'
        "int main(void) { return CALL(1); }\n"
    )
    for name, line in (("twice", 1), ("same", 2)):
        text = source.read_text().replace("CALL", name)
        (tmp_path / "x.i").write_text(text)
        run = subprocess.run(["minicc", "-c", "x.i"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 1
        assert f"x.h:{line}:" in run.stderr
        assert "'__builtin_ia32_nonsense' is not supported" in run.stderr


INTRINSICS = r"""
#include <emmintrin.h>
#include <stdio.h>
static void show(__m128i v) {
    long long o[2];
    _mm_storeu_si128((__m128i *)o, v);
    printf("%016llx %016llx\n", o[0], o[1]);
}
int main(void) {
    __m128i a = _mm_set_epi64x(0x923456789abcdef1LL, 0x7755334466778899LL);
    __m128i b = _mm_set_epi64x(0x99aabbccddeeff00LL, 0x1111111182222222LL);
    show(_mm_mul_epu32(a, b));
    show(_mm_shuffle_epi32(a, _MM_SHUFFLE(0, 3, 1, 2)));
    show(_mm_madd_epi16(a, b));
    show(_mm_slli_epi16(a, 3));
    show(_mm_slli_epi32(a, 9));
    show(_mm_slli_epi64(a, 40));
    show(_mm_srli_epi16(a, 3));
    show(_mm_srli_epi32(a, 40));
    show(_mm_srli_epi64(a, 7));
    show(_mm_srai_epi16(a, 2));
    show(_mm_srai_epi32(a, 31));
    show(_mm_xor_si128(a, b));
    show(_mm_add_epi64(a, b));
    show(_mm_sub_epi64(a, b));
    return 0;
}
"""


@pytest.mark.parametrize("options", [["-O0"], ["-O2"], ["-fboundary=B2"]])
def test_sse2_intrinsics_compute_what_gcc_computes(options: list[str], tmp_path: Path) -> None:
    source, program = tmp_path / "x.c", tmp_path / "x"
    source.write_text(INTRINSICS)
    printed = []
    for command in (["gcc"], ["minicc", *options]):
        subprocess.run([*command, source, "-o", program], check=True)
        printed.append(subprocess.run([program], capture_output=True, check=True).stdout)
    assert printed[0] == printed[1]
