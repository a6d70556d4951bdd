"""Mutants: they print what the original prints, and a seed gives the same one everywhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from fuzz.mutate import mutations
from fuzz.mutate.mutations import mutate
from fuzz.mutate.profile import NoProfileError, Profile, profile
from fuzz.sources import NoProgramError, SourceError, source_from_text
from fuzz.sources.mutants import mutant_source
from oracle.compilers import compiler_from_command

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")

PROGRAMS = Path(__file__).parents[2] / "corpus" / "programs"

PROGRAM = """\
int printf(const char *, ...);
static int used(int a, unsigned b) { if (a > 3) { return a * 7 - 1; } else { printf("small"); } return a + b % 5; }
static long unused(long c) { return c ^ 3; }
int main(void)
{
    int sum = 0;
    char text[4] = "abc";
    for (int i = 0; i < 5; i++) {
        sum += used(i, sum + 3u) << (i & 3);
        if (sum < 0) { sum = unused(sum); break; }
    }
    switch (sum & 1) {
        case 0: printf("even %d %s\\n", sum, text); goto out;
        default: printf("odd %d %s\\n", sum, text);
    }
    while (sum > 1000000) { sum -= 3; }
out:
    return sum / 100 & 63;
}
"""


def run_c(text: str, folder: Path, *options: str) -> tuple[int, bytes]:
    (folder / "t.c").write_text(text)
    subprocess.run(["gcc", "-w", *options, "-o", folder / "t", folder / "t.c"], check=True)
    done = subprocess.run([folder / "t"], capture_output=True, timeout=20)
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def profiled() -> Profile:
    return profile(PROGRAM, compiler_from_command("gcc -O0"))


def test_a_profile_tells_what_runs(profiled: Profile) -> None:
    # used, its then and else; unused; main, the for body, its if; the switch body (entered at a label); the while body
    assert profiled.reached == (True, True, True, False, True, True, False, False, False)


def test_mutants_print_the_same(profiled: Profile, tmp_path: Path) -> None:
    expected = run_c(PROGRAM, tmp_path, "-O0")
    mutants = [mutate(profiled, seed) for seed in range(14)]
    assert len(dict.fromkeys(mutants)) > 11
    for seed, text in enumerate(mutants):
        options = ("-O0", "-fsanitize=undefined", "-fno-sanitize-recover=undefined") if seed % 5 == 0 else ("-O1",)
        assert run_c(text, tmp_path, *options) == expected, f"seed {seed}"
    together = "\n".join([mutate(profiled, seed) for seed in range(100, 160)])
    for trace in ("if (mutation_zero)", "while (mutation_", " ? ", "mutation_outlined0(", "(long"):
        assert trace in together, trace


@pytest.mark.parametrize("mutation", [*mutations.STATEMENTS, *mutations.EXPRESSIONS], ids=lambda m: str(m.__name__))
def test_each_mutation_keeps_the_output(
    mutation: mutations.Mutation, profiled: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutations, "STATEMENTS", (mutation,))
    monkeypatch.setattr(mutations, "EXPRESSIONS", (mutation,))
    expected = run_c(PROGRAM, tmp_path, "-O0")
    for seed in range(3):
        assert run_c(mutate(profiled, seed), tmp_path, "-O0") == expected, f"seed {seed}"


def test_code_behind_a_label_counts_as_running(tmp_path: Path) -> None:
    """The counter at the start of a block is jumped over by a case: the block was taken for dead, and emptied."""
    text = (
        "int printf(const char *, ...);\nint main(void)\n"
        '{ switch (printf("a")) { case 1: printf("b"); break; } return 0; }\n'
    )
    known = profile(text, compiler_from_command("gcc -O0"))
    assert known.reached == (True, False)
    for seed in range(40):
        assert 'printf("b")' in mutate(known, seed)


def test_mutants_of_a_folder_are_a_source(tmp_path: Path) -> None:
    source = source_from_text(f"mutate:{PROGRAMS}", lines=100)
    again = mutant_source(PROGRAMS)
    count = len(again.folder.files)
    for seed in (2, 9, count + 2):
        made = source.program(seed)
        assert made.text == again.program(seed).text
        original = (PROGRAMS / again.folder.files[seed % count]).read_text()
        assert run_c(made.text.decode(), tmp_path, "-O0") == run_c(original, tmp_path, "-O0")
    assert source.program(2).text != source.program(count + 2).text
    assert source.configuration()["source"] == "mutate"
    assert source.size is None


def test_what_cannot_be_mutated_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.c").write_text("int main(void) { return 1 +; }\n")
    (tmp_path / "crashes.c").write_text("int main(void) { *(volatile int *)0 = 1; }\n")
    source = mutant_source(tmp_path)
    with pytest.raises(NoProgramError, match=r"broken\.c: minicc does not parse it"):
        source.program(0)
    with pytest.raises(NoProgramError, match=r"crashes\.c: it does not end normally"):
        source.program(1)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=r"no \.c file"):
        source_from_text(f"mutate:{tmp_path / 'empty'}", lines=100)
    with pytest.raises(NoProfileError):
        profile("int x", compiler_from_command("gcc -O0"))
