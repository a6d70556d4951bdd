"""`oracle suite` on a small suite of its own, with compilers whose behaviour is known."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from plumbum import local

from oracle.dejagnu import read_directives
from oracle.projects import ManifestError, Outcome, load_project, run_project
from oracle.sources import SourceUnavailable, fetch_source
from oracle.suite_command import suite
from oracle.suites import find_programs, load_suite

MANIFESTS = Path(__file__).parents[2] / "corpus" / "suites"

PROGRAMS = {
    "good.c": "int main(void) { return 0; }",
    "loud.c": '#include <stdio.h>\nint main(void) { return WORD < 0 || puts(WORD > 1 ? "hi" : "ho") < 0; }\n'
    '/* { dg-options "-DWORD=2" } */',
    "old.c": "main() { return f() - 1; } f() { return 1; } int inline_;\nint typeof_;\n",
    "fails.c": "int main(void) { return 1; }",
    "invalid.c": "int main(void) { return nothing; }",
    "special.c": "/* { dg-require-effective-target hovercraft } */ int main(void) { return 0; }",
}


@pytest.fixture
def manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "programs").mkdir()
    for name, text in PROGRAMS.items():
        (tmp_path / "programs" / name).write_text(text)
    file = tmp_path / "small.toml"
    file.write_text(
        'name = "small"\nabout = "a few"\nsource = "programs"\npasses = "exit 0"\nflags = ["-w"]\n'
        'standards = ["gnu11", "gnu89"]\ndirectives = true\n'
    )
    return file


def compiler_that(folder: Path, script: str) -> str:
    file = folder / "cc"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def run_suite(manifest: Path, *words: str) -> tuple[int, dict[tuple[str, str], tuple[str, str]]]:
    ran = CliRunner().invoke(suite, ["run", str(manifest), "--json", *words])
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    return ran.exit_code, {(row["compiler"], row["program"]): (row["outcome"], row["why"]) for row in told}


def test_what_the_reference_fails_does_not_count(manifest: Path) -> None:
    code, results = run_suite(manifest, "--cc", "gcc -O1")
    assert code == 0
    assert results == {
        ("gcc -O1", "good.c"): ("pass", ""),
        ("gcc -O1", "loud.c"): ("pass", ""),
        ("gcc -O1", "old.c"): ("pass", ""),
        ("gcc -O1", "special.c"): ("skipped", "dg-require-effective-target hovercraft"),
    }


@pytest.mark.parametrize(
    ("script", "outcome", "why"),
    [
        ("echo 'x.c:1:1: error: no' >&2; exit 1", "does not compile", "x.c:1:1: error: no"),
        ("kill -SEGV $$", "compiler crash", "signal 11"),
        ('exec gcc -x c - -o "$4" <<< ""', "does not compile", None),
        (
            """while [ "$1" != -o ]; do shift; done; echo 'int main(){return 3;}' | gcc -x c - -o $2""",
            "wrong",
            "exit 3",
        ),
    ],
)
def test_failures_are_told_apart(manifest: Path, tmp_path: Path, script: str, outcome: str, why: str | None) -> None:
    command = compiler_that(tmp_path, script)
    code, results = run_suite(manifest, "--only", "good", "--cc", command, "--vs", "gcc")
    assert code == 1
    found, told = results[(command, "good.c")]
    assert found.startswith(outcome)
    assert why is None or told.startswith(why)
    assert results[("gcc", "good.c")] == ("pass", "")


def test_output_counts_when_programs_must_do_the_same(manifest: Path, tmp_path: Path) -> None:
    manifest.write_text(manifest.read_text().replace("exit 0", "same"))
    command = compiler_that(tmp_path, 'exec gcc "$@" -UWORD -DWORD=1')
    code, results = run_suite(manifest, "--cc", command)
    assert code == 1
    assert results[(command, "loud.c")] == (
        "wrong exit or output",
        "prints something else than the reference's executable",
    )
    assert results[(command, "fails.c")] == ("pass", "")


def test_a_second_compiler_is_compared_by_name(manifest: Path, tmp_path: Path) -> None:
    command = compiler_that(tmp_path, "exit 1")
    ran = CliRunner().invoke(suite, ["run", str(manifest), "--cc", command, "--vs", "gcc -O1"])
    assert ran.exit_code == 1
    assert "only gcc -O1 passes: good.c loud.c old.c" in ran.stdout


def test_unknown_names_and_bad_manifests_are_one_clear_error(tmp_path: Path) -> None:
    ran = CliRunner().invoke(suite, ["run", "nonsense"])
    assert ran.exit_code == 2
    assert "nonsense: no such name; known are" in ran.stderr
    broken = tmp_path / "broken.toml"
    broken.write_text("name = 'x'")
    with pytest.raises(ManifestError, match=r"broken\.toml: no 'about'"):
        load_suite(broken)


def test_unavailable_sources_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(SourceUnavailable, match="a source is one of"):
        fetch_source("gopher:hole")
    with local.env(PATH=str(tmp_path)), pytest.raises(SourceUnavailable, match="npm:x: this machine has no npm"):
        fetch_source("npm:x")


def test_directives_apply_to_this_machine_only(tmp_path: Path) -> None:
    file = tmp_path / "x.c"
    file.write_text(
        '/* { dg-options "-fwrapv" } */\n'
        '/* { dg-additional-options "-fno-common" { target hppa*-*-hpux* } } */\n'
        '/* { dg-additional-options "-fpic" { target fpic } } */\n'
        '/* { dg-options "-mno-mmx" { target { x86_64-*-* i?86-*-* } } } */\n'
        '/* { dg-options "-mtune=i686" { target { { i?86-*-* x86_64-*-* } && ia32 } } } */\n'
        "/* { dg-require-effective-target int32plus } */\n"
    )
    assert read_directives(file, frozenset({"int32plus"})).options == ("-fwrapv", "-fpic", "-mno-mmx")
    assert read_directives(file, frozenset()).skip == "dg-require-effective-target int32plus"


@pytest.mark.parametrize("file", sorted(MANIFESTS.glob("*.toml")), ids=lambda file: file.stem)
def test_manifests_are_complete(file: Path) -> None:
    loaded = load_suite(file)
    assert loaded.name == file.stem
    assert loaded.passes in ("same", "exit 0", "expected")


def test_a_folder_brings_its_programs_and_expected_outputs(
    manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    for name, text, expected in (
        ("told.c", '#include <stdio.h>\nint main(void) { puts("yes"); fputs("err", stderr); return 0; }', "yes\nerr"),
        ("wrong.c", "int main(void) { return 0; }", "never said"),
        ("untold.c", "int main(void) { return 0; }", None),
    ):
        (folder / name).write_text(text)
        if expected is not None:
            (folder / f"{name}.expected").write_text(expected)
    manifest.write_text(
        'name = "small"\nabout = "x"\nsource = "folder"\norigin = "https://example.org"\npasses = "expected"\n'
    )
    code, results = run_suite(manifest, "--cc", "gcc -O1", "--folder", str(folder))
    assert code == 0
    assert results == {
        ("gcc -O1", "told.c"): ("pass", ""),
        ("gcc -O1", "untold.c"): ("skipped", "no untold.c.expected"),
    }
    silent = compiler_that(tmp_path, 'exec gcc "$@" -Dputs=strlen -Dfputs=')
    assert run_suite(manifest, "--cc", silent, "--only", "told", "--folder", str(folder))[0] == 1
    ran = CliRunner().invoke(suite, ["run", str(manifest)])
    assert ran.exit_code == 3
    assert "name its folder with --folder; it comes from https://example.org" in ran.stderr


def test_the_kits_own_programs_are_a_suite() -> None:
    programs = find_programs(load_suite(MANIFESTS / "programs.toml"))
    assert "structs.c" in {program.name for program in programs}


def project_manifest(folder: Path, same: str, source: str) -> Path:
    file = folder / "tiny.toml"
    file.write_text(
        f'name = "tiny"\nabout = "one file"\n[sources]\n"." = "{source}"\n[steps]\n'
        f"build = ['echo \"int main(void) {{ return VALUE; }}\" > x.c; $CC x.c -o x']\nsame = ['{same}']\n"
    )
    return file


def test_a_project_that_prints_something_else_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache" / "minicc" / "sources" / "npm" / "tiny").mkdir(parents=True)
    loaded = load_project(project_manifest(tmp_path, "./x || echo $?", "npm:tiny"))
    compilers = ["gcc -DVALUE=3", "gcc -DVALUE=4", "gcc -DVALUE=none"]
    results = run_project(loaded, compilers, tmp_path / "work", reference="gcc -DVALUE=3")
    assert [result.outcome for result in results] == [Outcome.PASS, Outcome.DIFFERS, Outcome.BUILD_FAILS]
    assert results[1].failure == "./x || echo $?: line 1: '4', the reference: '3'"
    assert "none" in (results[2].failure or "")


def test_a_project_whose_source_is_missing_is_unavailable(tmp_path: Path) -> None:
    loaded = load_project(project_manifest(tmp_path, "true", "gopher:hole"))
    (result,) = run_project(loaded, ["gcc"], tmp_path / "work")
    assert result.outcome is Outcome.UNAVAILABLE
    assert "gopher" in (result.failure or "")
