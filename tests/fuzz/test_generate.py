"""The generator: the same program everywhere, no undefined behaviour, the predicted output."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.generate.features import Feature, Selection, UnknownFeatureError
from fuzz.generate.generator import GENERATOR_VERSION, generate

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")

SANITIZERS = ("-O0", "-g", "-fsanitize=undefined,address", "-fno-sanitize-recover=undefined")


def compile_and_run(text: str, folder: Path, *options: str) -> bytes:
    source, program = folder / "p.c", folder / "p"
    source.write_text(text)
    subprocess.run(["gcc", "-w", *options, "-o", program, source], check=True, capture_output=True)
    environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0:detect_stack_use_after_return=1"}
    done = subprocess.run([program], capture_output=True, timeout=20, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@needs_gcc
@pytest.mark.parametrize("first", [10_000, 20_000, 30_000])
@pytest.mark.parametrize("options", [("-O0",), ("-O2",)])
def test_gcc_prints_what_was_predicted(first: int, options: tuple[str, ...], tmp_path: Path) -> None:
    for seed in range(first, first + 12):
        made = generate(seed)
        assert compile_and_run(made.text, tmp_path, *options) == made.expected_output, f"seed {seed}"


@needs_gcc
def test_sanitizers_are_silent(tmp_path: Path) -> None:
    for seed in range(40_000, 40_015):
        made = generate(seed)
        assert compile_and_run(made.text, tmp_path, *SANITIZERS) == made.expected_output, f"seed {seed}"


@needs_gcc
@pytest.mark.parametrize("lines", [20, 400])
def test_other_sizes_are_right_too(lines: int, tmp_path: Path) -> None:
    for seed in range(3):
        made = generate(seed, lines)
        assert compile_and_run(made.text, tmp_path, "-O0") == made.expected_output, f"seed {seed}"


def test_size_follows_the_target() -> None:
    small, large = (sum(generate(seed, lines).text.count("\n") for seed in range(12)) for lines in (40, 400))
    assert large > 3 * small


def test_the_same_seed_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib; from fuzz.generate.generator import generate;"
        "print(hashlib.sha256(''.join(generate(s).text for s in range(30)).encode()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hashing in ("0", "1", "77")
    }
    assert len(digests) == 1


def test_programs_of_a_generator_version_do_not_change() -> None:
    """When this fails, the same seeds give other programs: raise GENERATOR_VERSION and add a line."""
    known = {
        1: "376da0806816a13d",
        2: "774e4e4078c6d9ea",
        3: "1d3d23c9ef382e58",
        4: "415d0062e3b2cd3a",
        5: "8df7312b18a360ae",
    }
    text = "".join(generate(seed).text for seed in range(20))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == known[GENERATOR_VERSION]


CONSTRUCTS = (
    "switch (", "default:", "? ", "while (", "do {", "float ", "double ", "enum ", "typedef ", "_Bool ", "goto ",
    "sizeof", "struct ", "union ", " : ", "volatile ", "const ", "static ", "register ", "__attribute__((packed))",
    "variadic(", "continue;", "break;", "&&", "||", "<<= ", ">>= ", "%= ", "++", "--", "->", "&g", "table", "**",
    "(depth", "[2]){", "= {.", "= {[", " >> ", "(unsigned)", "'", '= "', "!= ", ", +", "long double", "__int128",
    "vector_size", "_Generic(", "({ ", "__builtin_", " ... ", "memset(", "memcpy(", "memmove(", "strlen(", "edges",
    "middle", "_Alignof(", "[n", "node", "case 'A'", "_overflow(", "_Atomic ", "_Thread_local ", "malloc(", "calloc(",
    "[];", "&&op", "goto *", "case 0: do {", "__builtin_complex(", "__imag__ ", "_shufflevector(", '= L"', '= u"',
    '= U"', '= u8"', ".bits", ".value", "(unsigned char *)&",
)  # fmt: skip


def test_every_construct_is_reached() -> None:
    missing = dict.fromkeys(CONSTRUCTS)
    rare = Selection.parse("gnu,atomics,thread-local,old-style,strings,wide-strings")
    for seed in range(50_000, 50_120):
        text = generate(seed, 100, rare if seed % 2 else None).text
        for construct in [construct for construct in missing if construct in text]:
            del missing[construct]
        if not missing:
            return
    assert not missing


@needs_gcc
def test_every_extension_is_right_together(tmp_path: Path) -> None:
    everything = Selection.parse("all")
    for seed in range(70_000, 70_008):
        made = generate(seed, 100, everything)
        for options in (("-O2",), SANITIZERS):
            assert compile_and_run(made.text, tmp_path, *options) == made.expected_output, f"seed {seed}"


def test_features_can_be_forced_and_kept_out() -> None:
    for seed in range(20):
        text = generate(seed, 100, Selection.parse("-all,structs,bit-fields")).text
        main = text[text.index("int main(void)") :]
        for absent in ("goto", "switch", "__int128", "double", "variadic", "({"):
            assert absent not in main
    assert any(" : " in generate(seed, 100, Selection.parse("-all,structs,bit-fields")).text for seed in range(5))


def test_a_list_of_features_reads_from_left_to_right() -> None:
    chosen = Selection.parse("gnu, -int128,+goto,-goto")
    assert Feature.VECTORS in chosen.always
    assert chosen.never == {Feature.INT128, Feature.GOTO}
    assert Selection.parse(str(chosen)) == chosen
    with pytest.raises(UnknownFeatureError, match="gotos"):
        Selection.parse("gotos")


def test_extensions_of_gnu_stay_out_of_most_programs() -> None:
    gnu = sum("__builtin_pop" in text or "__int128" in text or "({ " in text for text in map(_text, range(60)))
    assert 3 < gnu < 30


def _text(seed: int) -> str:
    return generate(seed).text
