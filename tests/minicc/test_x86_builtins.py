"""Every built-in behind <immintrin.h> that is compiled, family by family: it computes what gcc's computes."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from minicc.check.x86_vectors import IMMEDIATE, NEEDED, VECTOR_BUILTINS
from minicc.types.ctype import CType, FloatingType, IntegerType, PointerType, VectorType, VoidType
from minicc.types.layout import size_of

_FAMILIES = (
    ("sse3", "ssse3"), ("sse4.1",), ("sse4.2", "crc32", "aes", "pclmul"), ("avx",), ("avx2",),
    ("fma", "f16c", "sha"), ("bmi", "bmi2", "lzcnt", "x86-64", "xsave"),
)  # fmt: skip
_FLAGS = {
    "sse4.1": "sse4_1",
    "sse4.2": "sse4_2",
    "pclmul": "pclmulqdq",
    "lzcnt": "abm",
    "sha": "sha_ni",
    "sse3": "pni",
    "bmi": "bmi1",
}
_ROUNDS = 3
_HALF_UNSPECIFIED = ("pd256_pd", "ps256_ps", "si256_si")
_UNPREDICTABLE = ("rdrand", "rdseed", "vzero")


def _has(feature: str) -> bool:
    flags = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("flags")[2].partition("\n")[0].split()
    name = {"crc32": "sse4_2"}.get(feature, _FLAGS.get(feature, feature))
    return feature == "x86-64" or name in flags


def _number(ctype: CType, generator: random.Random) -> str:
    if isinstance(ctype, FloatingType):
        return generator.choice(
            ["0.0", "-0.0", "1.5", "-2.25", "1e10", "__builtin_inf()", "0.3", "-7.7", "3.0", "65504.0"]
        )
    assert isinstance(ctype, IntegerType)
    bits = generator.getrandbits(8 * ctype.size)
    if generator.random() < 0.3:
        bits = generator.choice([0, 1, 1 << (8 * ctype.size - 1), (1 << 8 * ctype.size) - 1])
    return f"({'unsigned ' if 'unsigned' not in ctype.name else ''}{ctype.name}){bits}U" + "LL" * (ctype.size > 4)


def _calls(name: str, types: tuple[CType, ...], generator: random.Random) -> list[str]:
    """C statements that call a built-in once and show its result."""
    result, *parameters = types
    lines, arguments = [], []
    for i, ctype in enumerate(parameters):
        if name in IMMEDIATE and i == len(parameters) - 1:
            arguments.append(str(_immediate(name, generator)))
        elif isinstance(ctype, VectorType):
            element = ctype.element
            vector = f"{element.name} __attribute__((vector_size({size_of(ctype)})))"
            values = [_number(element, generator) for _ in range(ctype.length)]
            if "gather" in name and i == 2:
                values = [str(generator.randrange(8)) for _ in values]
            if "gather" in name and i == 3:
                values = [generator.choice(["-1.0", "0.0"]) if isinstance(element, FloatingType) else
                          generator.choice(["-1", "0"]) for _ in values]  # fmt: skip
            lines.append(f"volatile {vector} a{i} = {{{', '.join(values)}}};")
            arguments.append(f"a{i}")
        elif isinstance(ctype, PointerType):
            arguments.append("memory")
        else:
            small = f"{generator.randrange(70)}" if name.startswith("ia32_ps") or "pcmp" in name else "0"
            value = (
                small
                if isinstance(ctype, IntegerType) and (small != "0" or "xgetbv" in name)
                else _number(ctype, generator)
            )
            lines.append(f"volatile {_spelled(ctype)} a{i} = {value};")
            arguments.append(f"a{i}")
    call = f"__builtin_{name}({', '.join(arguments)})"
    size = 0 if isinstance(result, VoidType) else size_of(result)
    if size:
        lines.append(f"{_spelled(result)} r = {call};")
        size //= 1 + name.removeprefix("ia32_").startswith(_HALF_UNSPECIFIED)
    else:
        lines.append(f"{call};")
    lines.append(f'show("{name}", {"&r" if size else "0"}, {size});')
    return ["{ " + " ".join(lines) + " }"]


def _spelled(ctype: CType) -> str:
    if isinstance(ctype, VectorType):
        return f"{ctype.element.name} __attribute__((vector_size({size_of(ctype)})))"
    assert isinstance(ctype, IntegerType | FloatingType)
    return ctype.name


def _immediate(name: str, generator: random.Random) -> int:
    """A constant that gcc takes for the instruction."""
    plain = name.removeprefix("ia32_")
    if "gather" in plain:
        return generator.choice([1, 2, 4, 8])
    if plain.startswith(("palignr", "pslldq", "psrldq")):
        return 8 * generator.randrange(33 if plain.startswith("palignr") else 20)
    limits = {"vec_": 2, "vinsert": 2, "vextract": 2, "insert128": 2, "extract128": 2, "round": 16, "cmp": 32,
              "blendpd256": 16, "blendpd": 4, "blendps256": 256, "blendps": 16, "vpermilpd256": 16, "vpermilpd": 4,
              "shufpd256": 16, "sha1rnds4": 4, "vcvtps2ph": 8, "pblendd128": 16, "dppd": 256}  # fmt: skip
    for start, limit in limits.items():
        if plain.startswith(start):
            return generator.randrange(limit)
    return generator.randrange(256)


_HEAD = """
#include <stdio.h>
static _Alignas(64) unsigned char memory[1024];
static void show(const char *name, const void *at, int size)
{
    const unsigned char *bytes = at;
    unsigned long long sum = 0;
    printf("%s ", name);
    for (int i = 0; i < size; i++) printf("%02x", bytes[i]);
    for (int i = 0; i < 1024; i++) sum = sum * 31 + memory[i];
    printf(" %llx\\n", sum);
}
"""


def _program(features: tuple[str, ...]) -> str:
    generator = random.Random(0)
    functions, calls = [], []
    for name, types in VECTOR_BUILTINS.items():
        if NEEDED[name] not in features or name.removeprefix("ia32_").startswith(_UNPREDICTABLE):
            continue
        body = [line for _ in range(_ROUNDS) for line in _calls(name, types, generator)]
        functions.append(f"static void test_{name}(void) {{\n" + "\n".join(body) + "\n}")
        calls.append(f"for (int i = 0; i < 1024; i++) memory[i] = i * 7 % 127; test_{name}();")
    return _HEAD + "\n".join(functions) + "\nint main(void) {\n" + "\n".join(calls) + "\nreturn 0;\n}\n"


@pytest.mark.parametrize("features", _FAMILIES, ids="-".join)
def test_built_ins_compute_what_gccs_compute(features: tuple[str, ...], tmp_path: Path) -> None:
    missing = [feature for feature in features if not _has(feature)]
    if missing:
        pytest.skip(f"the processor has no {missing[0]}")
    source = tmp_path / "x.c"
    source.write_text(_program(features))
    flags = [f"-m{feature}" for feature in features if feature != "x86-64"]
    printed = {}
    for label, compiler in (("gcc", "gcc"), ("O0", "minicc -O0"), ("O2", "minicc -O2")):
        program = tmp_path / label
        subprocess.run([*compiler.split(), "-w", *flags, source, "-o", program], check=True)
        run = subprocess.run([program], capture_output=True, text=True, check=True, timeout=60)
        printed[label] = run.stdout.splitlines()
    assert len(printed["gcc"]) >= 20
    for label in ("O0", "O2"):
        assert printed[label] == printed["gcc"], label


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("__m256i f(__m256i a) { return a; }", True),
        ("struct s { __m256d v; } f(void); void g(void) { f(); }", True),
        ("static __m256i f(__m256i a) { return a; } int main(void) { f(_mm256_setzero_si256()); }", False),
        ("struct s { double v[4]; } f(void); void g(void) { f(); }", False),
    ],
)
def test_wide_registers_cross_no_file(text: str, refused: bool, tmp_path: Path) -> None:
    source = tmp_path / "wide.c"
    source.write_text(f"#include <immintrin.h>\n{text}\n")
    words = ["minicc", "-mavx2", "-c", str(source), "-o", str(tmp_path / "wide.o")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert ("a vector of 32 bytes to or from a function of external linkage" in done.stderr) is refused
    assert (done.returncode == 1) is refused
