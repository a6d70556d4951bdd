"""Projects built from objects of two compilers, with compilers that are wrong on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest

from oracle.cli import main
from oracle.compilers import gcc
from oracle.mix.build import MixedBuild, Probe, UnitBuild
from oracle.mix.search import MixResult, Outcome, mix
from oracle.mix.shim import Words

FILE = """\
#include "all.h"
static int scale = FACTOR;
static int helper(int x) { return x * scale; }
int NAME(int x)
{
    int r = 0;
    for (int i = 0; i < x; i++)
        r += helper(x) - i;
    return r;
}
"""

MAKEFILE = """\
OBJECTS = first.o second.o main.o
program: $(OBJECTS)
\t$(CC) -o $@ $(OBJECTS)
%.o: %.c all.h
\t$(CC) -MMD -c -o $@ $<
test: program
\ttest "`./program`" = "11 42"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name, factor in (("first", 3), ("second", 4)):
        (folder / f"{name}.c").write_text(FILE.replace("NAME", name).replace("FACTOR", str(factor)))
    (folder / "all.h").write_text("int first(int), second(int);\nint printf(const char *, ...);\n")
    main_text = 'int main(void) { printf("%d %d\\n", first(2), second(3) + 9); return 0; }\n'
    (folder / "main.c").write_text(f'#include "all.h"\n{main_text}')
    (folder / "Makefile").write_text(MAKEFILE)
    return folder


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    """gcc, but it adds where `second.c` subtracts."""
    return fake(tmp_path, "[[ $a == *second.c ]]", "s/ - i;/ + i;/")


def fake(tmp_path: Path, which: str, script: str) -> str:
    """gcc that reads the sources for which a shell condition on "$a" holds through a sed script."""
    path = tmp_path / "fakecc"
    path.write_text(
        "#!/bin/bash\n"
        "args=()\n"
        'for a in "$@"; do case "$a" in\n'
        f"*.c|*.i) if {which}; then t=$(mktemp {tmp_path}/XXXXXX.${{a##*.}}); sed '{script}' \"$a\" > $t; a=$t; fi;;\n"
        'esac; args+=("$a"); done\n'
        'exec gcc -I. "${args[@]}"\n'
    )
    path.chmod(0o755)
    return str(path)


def run_command(capsys: pytest.CaptureFixture[str], project: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Exit status and JSON of `oracle mix`."""
    with pytest.raises(SystemExit) as ended:
        main(
            ["mix", "-C", str(project), "--cache", str(project.parent / "work"), "--json", *words, "--", "make", "test"]
        )
    assert isinstance(ended.value.code, int)
    return ended.value.code, json.loads(capsys.readouterr().out)


def test_file_function_and_line(project: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = run_command(capsys, project, "--subject", wrong)
    assert (status, found["outcome"]) == (1, "guilty")
    (culprit,) = found["culprits"]
    assert (culprit["files"], culprit["functions"], culprit["line"]) == (["second.c"], [["second"]], 8)
    assert sorted(path.name for path in project.iterdir()) == ["Makefile", "all.h", "first.c", "main.c", "second.c"]

    # Once more: nothing is compiled, and nothing is tested but what everything rests on.
    work = project.parent / "work"
    objects = {path.name: path.stat().st_mtime_ns for path in (work / "objects").iterdir()}
    tests = len((work / "probes.jsonl").read_text().splitlines())
    status, again = run_command(capsys, project, "--subject", wrong, "--no-function")
    assert (status, again["culprits"][0]["files"]) == (1, ["second.c"])
    assert {path.name: path.stat().st_mtime_ns for path in (work / "objects").iterdir()} == objects
    assert len((work / "probes.jsonl").read_text().splitlines()) == tests + 2


def test_objects_of_another_machine(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = run_command(capsys, project, "--subject", "gcc -m32")
    assert (status, found["outcome"]) == (1, "incompatible")
    assert "i386" in found["reason"]


RECORDS = """\
#include <stdio.h>
enum colour { RED, GREEN = 200 };
struct pixel { char plane; enum colour colour; long value; };
struct pixel made(long value);
long sum(const struct pixel *pixel);
"""


@pytest.mark.parametrize(("option", "type_name"), [("-fpack-struct", "pixel"), ("-fshort-enums", "pixel.colour")])
def test_an_abi_of_its_own_is_found_in_the_types(
    option: str, type_name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "all.h").write_text(RECORDS)
    (project / "first.c").write_text(
        '#include "all.h"\nstruct pixel made(long value) { return (struct pixel){ 1, GREEN, value }; }\n'
    )
    (project / "second.c").write_text(
        '#include "all.h"\nlong sum(const struct pixel *p) { return p->plane + p->colour + p->value; }\n'
    )
    call = 'struct pixel p = made(31); return !printf("%ld\\n", sum(&p) + p.colour);'
    (project / "main.c").write_text(f'#include "all.h"\nint main(void) {{ {call} }}\n')
    (project / "Makefile").write_text(MAKEFILE.replace("11 42", "432"))
    # All three by the subject fit together; with the reference's test program, which is never the subject's, nothing.
    (project / "main.c").rename(project / "main.txt")
    with (project / "Makefile").open("a") as file:
        file.write("main.o: main.txt\n\tgcc -c -x c -o $@ $<\n")
    status, found = run_command(capsys, project, "--subject", f"gcc {option}", "--no-line")
    assert (status, found["outcome"]) == (1, "incompatible")
    assert "ABI" in found["reason"]
    assert any(told.startswith(f"struct {type_name}") for told in found["layouts"])
    assert [culprit["functions"] for culprit in found["culprits"]] == [[], []]


def test_files_that_the_subject_does_not_compile_are_left_to_the_reference(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subject = tmp_path / "crashing"
    subject.write_text(
        '#!/bin/sh\ncase "$*" in *second.c*) echo "internal compiler error: in fold, at fold.c:12" >&2; exit 4;; esac\n'
        'exec gcc "$@"\n'
    )
    subject.chmod(0o755)
    status, found = run_command(capsys, project, "--subject", str(subject))
    assert (status, found["outcome"]) == (1, "refused")
    assert [(one["file"], one["crash"]) for one in found["refusals"]] == [("second.c", "in fold, at fold.c:N")]


# --------------------------------------------------------------------------- the search, without building anything


class Imagined(MixedBuild):
    """A project of six files whose test passes when a function of the chosen files says so."""

    def __init__(self, passes: Callable[[frozenset[str]], bool], link: Callable[[frozenset[str]], bool] = bool) -> None:
        self.passes = passes
        self.links = link
        self.subject = self.reference = gcc()
        self.files = [f"{name}.c" for name in "abcdef"]
        self.probes = []
        self.seconds = 60.0

    def probe(
        self,
        chosen: Iterable[str] | Literal["all"],
        replaced: Mapping[str, Path] | None = None,
        *,
        again: bool = False,
    ) -> Probe:
        names = frozenset(self.files if chosen == "all" else chosen)
        units = tuple(UnitBuild(file, file, (), "reference") for file in self.files)
        failure = "" if self.links(names) or not names else "undefined reference to `x'"
        made = Probe(tuple(sorted(names)), self.passes(names) and not failure, failure, "", 0.0, units)
        self.probes.append(made)
        return made

    def preprocessed(self, key: str) -> str:
        return "int types;\n"

    def shell_line(self, chosen: Sequence[str]) -> str:
        return " ".join(chosen)


def searched(passes: Callable[[frozenset[str]], bool], link: Callable[[frozenset[str]], bool] = bool) -> MixResult:
    return mix(Imagined(passes, link), find_function=False)


def test_independent_culprits_are_told_apart() -> None:
    found = searched(lambda names: not names & {"b.c", "e.c"})
    assert found.outcome is Outcome.GUILTY
    assert [culprit.files for culprit in found.culprits] == [("b.c",), ("e.c",)]


def test_files_that_are_wrong_only_together() -> None:
    found = searched(lambda names: not {"b.c", "e.c"} <= names)
    assert [culprit.files for culprit in found.culprits] == [("b.c", "e.c")]


def test_an_abi_of_its_own_is_no_files_fault() -> None:
    found = searched(lambda names: not names)
    assert found.outcome is Outcome.INCOMPATIBLE
    assert "ABI" in found.reason


def test_one_object_that_does_not_link() -> None:
    found = searched(lambda names: True, lambda names: "d.c" not in names)
    assert [culprit.files for culprit in found.culprits] == [("d.c",)]


def test_an_agreement_a_broken_test_and_one_that_is_not_repeatable() -> None:
    assert searched(lambda names: True).outcome is Outcome.AGREE
    assert searched(lambda names: False).outcome is Outcome.REFERENCE_FAILS
    answers = iter([True, False, *[False] * 6, True, True, True])
    assert searched(lambda names: next(answers, True)).outcome is Outcome.UNSTABLE


@pytest.mark.parametrize(
    ("words", "sources", "flags", "output", "makes_objects"),
    [
        ("-c -O2 -Iinc a.c -o a.o", ["a.c"], ["-O2", "-Iinc"], "a.o", True),
        ("-c -I x.c -D N=1 a.c", ["a.c"], ["-I", "x.c", "-D", "N=1"], None, True),
        ("-MMD -MF a.d -c -include b.c a.c -oa.o", ["a.c"], ["-include", "b.c"], "a.o", True),
        ("a.c b.o -lm -o a", ["a.c"], [], "a", True),
        ("-E a.c", ["a.c"], ["-E"], None, False),
        ("-c conftest.c", ["conftest.c"], [], None, False),
        ("a.o b.o -o a", [], [], "a", False),
        ("-o CMakeFiles/x CMakeCCompilerId.c", ["CMakeCCompilerId.c"], [], "CMakeFiles/x", False),
        ("--version", [], ["--version"], None, False),
    ],
)
def test_command_lines_are_understood(
    words: str, sources: list[str], flags: list[str], output: str | None, makes_objects: bool
) -> None:
    parsed = Words(words.split())
    assert (parsed.sources, parsed.flags, parsed.output) == (sources, flags, output)
    assert parsed.makes_objects == makes_objects
