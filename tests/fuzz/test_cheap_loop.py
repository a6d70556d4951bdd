"""The cheap loop says what the judge says, or leaves the word to the judge."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from processes import processes_of

from fuzz.campaign import JudgeSeeds
from fuzz.cheap_loop import BLOCK, CheapLoop
from fuzz.generate.generator import GeneratedProgram
from fuzz.sources import Program
from fuzz.sources.own import OwnSource
from oracle.compilers import compiler_from_command
from oracle.compilers.warm_minicc import WarmMinicc
from oracle.quick import KnownProgram, QuickLook, renamed
from oracle.sandbox import Limits
from oracle.sandbox.loader import loader

pytestmark = [
    pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed"),
    pytest.mark.skipif(loader() is None, reason="programs cannot be confined here"),
]

FAULT = Path(__file__).parents[2] / "corpus" / "faults"
PRINTS_7 = b'int printf(const char *, ...); int main(void) { printf("%d\\n", 7); return 0; }\n'
PLANTED = '''
def register(pipeline):
    """Signed comparisons forget equality."""
    pipeline.wrap("lower", lambda lower: lambda *words: lower(*words).replace("icmp sge", "icmp sgt"))
'''


@pytest.fixture(scope="module")
def look() -> Iterator[QuickLook]:
    with QuickLook(compiler_from_command("minicc"), compiler_from_command("gcc"), Limits(cpu_seconds=2), 60) as one:
        yield one


def test_the_verdicts_are_those_of_the_thorough_way(tmp_path: Path) -> None:
    fault = tmp_path / "fault.py"
    fault.write_text(PLANTED)
    subject = f"minicc -fplugin={fault}"
    cheap, thorough = (
        JudgeSeeds(OwnSource(50), subject, "gcc -O0", Limits(), trust, sample=2).prepare() for trust in (True, False)
    )
    seeds = range(57, 75)
    rows = [(cheap(seed), thorough(seed)) for seed in seeds]
    for one, other in rows:
        assert (one.seed, one.program_digest, one.verdict) == (other.seed, other.program_digest, other.verdict)
    assert {one.verdict.value for one, _ in rows} == {"agree", "miscompile"}


@pytest.mark.parametrize("subject", ["minicc", "minicc -O2", "gcc -O1", "gcc -fno-pie"])
def test_generated_programs_are_done_without_the_judge(subject: str) -> None:
    loop = CheapLoop(OwnSource(60), compiler_from_command(subject), compiler_from_command("gcc"), Limits(), sample=1)
    assert [seed for seed in range(1, BLOCK + 1) if not loop.agrees(loop.program(seed))] == []
    loop.look.close()


@dataclass(frozen=True, slots=True)
class OneProgram:
    """The same program for each seed, with a wrong prediction for one."""

    wrong: int
    made: list[int] = field(default_factory=list)

    def program(self, seed: int) -> Program:
        self.made.append(seed)
        return Program(PRINTS_7, seed, b"8\n" if seed == self.wrong else b"7\n")

    def configuration(self) -> dict[str, object]:
        return {"source": "one"}

    @property
    def size(self) -> int | None:
        return None


def test_the_sample_finds_wrong_predictions_that_the_subject_shares(tmp_path: Path) -> None:
    """A subject that prints the wrong prediction agrees with it: only the reference can tell."""
    shares_it = tmp_path / "subject"
    changed = tmp_path / "changed.c"
    shares_it.write_text(
        "#!/bin/sh\n"
        "for word; do\n    shift\n"
        f'    case $word in *.c) sed s/7/8/ "$word" > {changed}; word={changed};; esac\n'
        '    set -- "$@" "$word"\ndone\n'
        'exec gcc "$@"\n'
    )
    shares_it.chmod(0o755)
    wrong = JudgeSeeds(OneProgram(3), str(shares_it), "gcc", Limits(), True, sample=1).prepare()(3)
    assert wrong.verdict.value == "inconclusive"
    assert wrong.reason.startswith("prediction differs")


@dataclass(frozen=True, slots=True)
class NeedsLinker:
    """A program that the loader leaves alone."""

    def program(self, seed: int) -> Program:
        return Program(b"__attribute__((constructor)) static void early(void) { }\n" + PRINTS_7, seed, b"7\n")

    def configuration(self) -> dict[str, object]:
        return {"source": "needs linker"}

    @property
    def size(self) -> int | None:
        return None


def test_a_program_that_needs_a_linker_costs_the_reference_nothing(tmp_path: Path) -> None:
    reference, asked = tmp_path / "reference", tmp_path / "asked"
    reference.write_text(f'#!/bin/sh\ntouch {asked}\nexec gcc "$@"\n')
    reference.chmod(0o755)
    for sample, is_asked in ((0, False), (1, True)):
        row = JudgeSeeds(NeedsLinker(), "gcc -O1", str(reference), Limits(), True, sample=sample).prepare()(1)
        assert row.verdict.value == "agree"
        assert asked.exists() == is_asked


def test_a_seed_that_the_generator_fails_on_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(seed: int, *_: object) -> GeneratedProgram:
        raise OverflowError("too much")

    monkeypatch.setattr("fuzz.sources.own.generate", fails)
    row = JudgeSeeds(OwnSource(50), "gcc", "gcc", Limits(), True).prepare()(1)
    assert (row.verdict.value, row.reason) == ("inconclusive", "the generator fails: OverflowError too much")


def test_a_block_is_made_once_and_the_sample_is_steady() -> None:
    source = OneProgram(wrong=5)
    loop = CheapLoop(source, compiler_from_command("minicc"), compiler_from_command("gcc"), Limits(), sample=2)
    said = [loop.agrees(loop.program(seed)) for seed in range(1, 2 * BLOCK + 1)]
    assert [seed for seed, agrees in enumerate(said, 1) if not agrees] == [5]
    assert sorted(source.made) == list(range(1, 2 * BLOCK + 1))
    loop.look.close()


def test_programs_with_names_of_their_own_share_a_translation_unit(look: QuickLook) -> None:
    """Every program has the same names; one of them is wrong and no other suffers."""
    text = b"""int printf(const char *, ...);
struct point { int x; char *name; } point = { .x = 0x1e+3, .name = "main point x" };
enum { main_x = 'x', L = 1 };
static int x(int main_x) { printf("%s %d %d\\n", point.name, point.x, main_x); goto out; out: return 0L; }
int main(void) { return x(L ? main_x : u'x'); }
"""
    right = KnownProgram(text.replace(b"0x1e+3", b"0x1e + 3"), b"main point x 33 120\n")
    assert look.reference_agrees([right, KnownProgram(right.text, b"no"), right]) == [True, False, True]
    assert renamed(b"int main(void) { return 0; }", "p_") == b"int p_main(void) { return 0; }"


def test_the_warm_compiler_makes_what_the_command_makes(tmp_path: Path) -> None:
    program = OwnSource(80).program(11)
    source, made = tmp_path / "program.c", tmp_path / "program.o"
    source.write_bytes(program.text)
    warm = WarmMinicc(["-O1"])
    try:
        found = [warm.compile(text, 60) for text in (program.text, PRINTS_7, program.text)]
    finally:
        warm.close()
    command = compiler_from_command("minicc -O1").command
    assert command == ("minicc", "-O1")
    built = compiler_from_command("minicc -O1").compile([source], made, flags=["-c"])
    assert built.output is not None
    assert found[0] == found[2]
    assert _code(found[0] or b"", tmp_path) == _code(made.read_bytes(), tmp_path)


def _code(object_file: bytes, folder: Path) -> str:
    """The disassembly, without the file's name."""
    path = folder / "shown.o"
    path.write_bytes(object_file)
    return subprocess.run(["objdump", "-dr", path], capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize(
    "text",
    [
        b"#include <stdio.h>\nint main(void) { return 0; }",
        b"int main(void) { return __LINE__ - 1; }",
        b"int main(void) { return 0; } // with a comment",
        b"int main(void) { return no_such_name; }",
        b"int main(void) { return unix - 1; }",
        b"int main(void) { return 0; } ??/\n",
    ],
)
def test_what_is_more_than_plain_text_is_left_to_the_command(look: QuickLook, text: bytes) -> None:
    assert look.subject_object(text) is None
    assert look.subject_object(PRINTS_7) is not None


@pytest.mark.parametrize(
    "options", ["-Werror", "-static", "-S", "-include stdio.h", "-no-such-option", "-flist-passes"]
)
def test_options_that_ask_for_more_are_left_to_the_command(options: str) -> None:
    warm = WarmMinicc(options.split())
    assert warm.compile(PRINTS_7, 60) is None
    assert warm.process is None


def test_a_compiler_that_crashes_or_hangs_is_left_to_the_command(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(
        "import os, time\n"
        "def register(pipeline):\n"
        "    def parse_or_die(parse):\n"
        "        def parsed(source):\n"
        "            if 'crash' in source.text: os.abort()\n"
        "            if 'hang' in source.text: time.sleep(1000)\n"
        "            return parse(source)\n"
        "        return parsed\n"
        "    pipeline.wrap('parse', parse_or_die)\n"
    )
    warm = WarmMinicc([f"-fplugin={plugin}"])
    try:
        assert warm.compile(b"int crash;", 60) is None
        assert warm.compile(PRINTS_7, 60) is not None
        assert warm.compile(b"int hang;", 1) is None
        assert warm.compile(PRINTS_7, 60) is not None
    finally:
        warm.close()


@pytest.mark.parametrize(
    "compile_it",
    [
        "WarmMinicc([plugin]).compile(program.read_bytes(), 99)",
        "PreloadedMinicc((plugin,)).compile([program], Path('program.o'), flags=['-c'], timeout=99)",
    ],
)
def test_a_compilation_ends_with_who_asked_for_it(tmp_path: Path, compile_it: str) -> None:
    """Killed with -9, the asker can tell nobody."""
    plugin, program, began = tmp_path / "plugin.py", tmp_path / "program.c", tmp_path / "began"
    plugin.write_text(
        "import time, pathlib\n"
        "def hang(source):\n"
        f"    pathlib.Path({str(began)!r}).touch()\n"
        "    time.sleep(1000)\n"
        "def register(pipeline):\n"
        "    pipeline.wrap('parse', lambda parse: lambda one: hang(one) if 'hang' in one.text else parse(one))\n"
    )
    program.write_text("int hang;\n")
    script = (
        "from pathlib import Path\n"
        "from oracle.compilers.minicc import PreloadedMinicc\n"
        "from oracle.compilers.warm_minicc import WarmMinicc\n"
        f"plugin, program = '-fplugin={plugin}', Path({str(program)!r})\n"
    )
    asker = subprocess.Popen([sys.executable, "-c", script + compile_it], cwd=tmp_path, start_new_session=True)
    try:
        wait_until(began.exists)
    finally:
        asker.kill()
        asker.wait()
    wait_until(lambda: not processes_of(asker.pid))


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)
