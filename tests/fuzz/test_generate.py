"""The generator: the same program everywhere, no undefined behaviour, the predicted output."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.generate import build
from fuzz.generate.dice import Dice
from fuzz.generate.features import Feature, Selection, UnknownFeatureError
from fuzz.generate.generator import GENERATOR_VERSION, GeneratedProgram, generate
from fuzz.generate.program import Literal
from fuzz.generate.repair import Repair
from fuzz.generate.types import DOUBLE, FLOAT, LDOUBLE, UINT128
from fuzz.validation import SANITIZED, SELECTIONS, Plan, check

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")

GCC = ("gcc -O0", "gcc -O2")


@needs_gcc
@pytest.mark.parametrize(
    ("seeds", "lines", "features", "commands"),
    [
        (range(10_000, 10_036), 100, "", GCC),
        (range(40_000, 40_015), 100, "", (SANITIZED,)),
        (range(60_000, 60_012), 20, "", GCC),
        (range(3), 400, "", ("gcc -O0",)),
        (range(70_000, 70_008), 100, "all", ("gcc -O2", SANITIZED)),
    ],
)
def test_gcc_prints_what_was_predicted(seeds: range, lines: int, features: str, commands: tuple[str, ...]) -> None:
    outcome = check(seeds, Plan(commands, lines, (features,)))
    assert outcome.misses == []
    assert outcome.right == dict.fromkeys(commands, len(seeds))


@needs_gcc
def test_wrong_predictions_are_told_one_by_one(tmp_path: Path) -> None:
    """A compiler that computes another checksum, and takes no floating numbers."""
    compiler = tmp_path / "compiler"
    compiler.write_text(
        "#!/bin/sh\n"
        'grep -q mix_double "$2" && { echo "programs.c:1: error: no double" >&2; exit 1; }\n'
        'sed "s/checksum ^= /checksum += /" "$2" > changed.c && exec gcc -w changed.c "$3" "$4"\n'
    )
    compiler.chmod(0o755)
    words = ["-n", "6", "--seed", "3", "-j", "1", "--compiler", "gcc", "--compiler", str(compiler), "--keep", "kept"]
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.cli", "validate", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    told = done.stdout.splitlines()
    texts = {seed: generate(seed, 50, Selection.parse(SELECTIONS[seed % len(SELECTIONS)])).text for seed in range(3, 9)}
    assert 0 < sum("mix_double" in text for text in texts.values()) < len(texts)
    for line, (seed, text) in zip(told, texts.items(), strict=False):
        assert line.startswith(f"seed {seed}: {compiler}: {'error: no double' if 'mix_double' in text else 'prints'}")
    assert told[-2:] == ["  6 as predicted: gcc", f"  0 as predicted: {compiler}"]
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {f"seed{seed}.c" for seed in texts}


def test_seeds_that_the_generator_fails_on_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_on_4(seed: int, lines: int, selection: Selection) -> GeneratedProgram:
        assert seed != 4
        return generate(seed, lines, selection)

    monkeypatch.setattr("fuzz.validation.generate", fails_on_4)
    outcome = check(range(3, 6), Plan((), 50, ("",)))
    assert outcome.programs == 3
    assert [(miss.seed, miss.command) for miss in outcome.misses] == [(4, "the generator")]


def test_an_integer_that_stands_in_for_a_floating_operand_is_one() -> None:
    """Seed 500,635 of 50 lines ended in an assertion: `-(f[3] = 0)`, where the 0 was of type float but an int."""
    for type in (FLOAT, DOUBLE, LDOUBLE):
        made = Repair(Dice(1)).constant(type, 0)
        assert isinstance(made, Literal) and not isinstance(made.value, int)


def test_repaired_comparisons_stay_comparisons() -> None:
    """Seed 449 with everything: one of an __int128 that is infinite as a float became a sum of type int."""
    for attempt in range(4):
        node = build.binary("<", Literal(UINT128, UINT128.maximum), Literal(FLOAT, 1.0))
        Repair(Dice(attempt)).binary(node, UINT128.maximum, 1.0, attempt)
        assert node.op == "<"


def test_short_programs_are_short() -> None:
    for lines in (20, 25, 30):
        lengths = [generate(seed, lines).text.count("\n") for seed in range(20)]
        assert lines - 5 < sum(lengths) / len(lengths) < lines + 5


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
        6: "f93c4adeea74afe1",
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
