from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.ledger import Ledger, Row
from oracle.verdict import Verdict

Write = Callable[[str], Path]
GOOD = '#include <stdio.h>\nint main(int n, char **v) { printf("%d\\n", n + 2); return 0; }\n'


def oracle(*words: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from oracle.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=60, check=False)


def test_agreement_exits_with_0(program: Write) -> None:
    done = oracle("judge", program(GOOD), "--subject", "gcc -O2")
    assert done.returncode == 0
    assert "agree" in done.stdout
    assert done.stderr == ""


def test_a_divergence_exits_with_1_and_says_how_to_repeat_it(
    program: Write, fake_compiler: Write, tmp_path: Path
) -> None:
    script = fake_compiler('exec gcc -w -DWRONG=1 "$@"')
    page = tmp_path / "page.html"
    source = program("#ifndef WRONG\n#define WRONG 0\n#endif\n" + GOOD.replace("n + 2", "n + WRONG"))
    done = oracle("judge", source, "--subject", script, "--report", page)
    assert done.returncode == 1
    assert "miscompile" in done.stdout
    assert f"{script} {tmp_path}/program.c -o ./subject" in done.stdout
    assert "miscompile" in page.read_text()


def test_a_refusal_exits_with_3(program: Write) -> None:
    done = oracle("judge", program("int main(int n, char **v) {\nreturn n / (n - 1);\n}\n"), "--subject", "gcc -O2")
    assert done.returncode == 3
    assert "undefined" in done.stdout
    assert "line 2" in done.stdout


def test_json_is_one_document_a_line(program: Write) -> None:
    source = program(GOOD)
    done = oracle("judge", source, source, "--subject", "gcc -O2", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["verdict"] for line in lines] == ["agree", "agree"]
    assert lines[0]["subject"] == ["gcc", "-O2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["judge", "missing.c", "--subject", "gcc"], "oracle: error: missing.c: No such file or directory"),
        (["judge", "/bin/true", "--subject", "gcc"], "oracle: error: /bin/true: is a binary file, not a C program"),
        (["judge", "empty.c", "--subject", "gcc"], "oracle: error: empty.c: is empty"),
        (["judge", "good.c", "--subject", "nocc -O2"], "oracle: error: nocc: no such compiler"),
        (["judge", "good.c", "--subject", "gcc", "--reference", "nocc"], "oracle: error: nocc: no such compiler"),
        (["judge", "good.c", "--subject", "gcc", "--report", "/dev/null/x"], "oracle: error: /dev/null"),
        (["judge", "good.c", "--subject", "gcc", "--expect", "missing"], "oracle: error: missing: No such file"),
        (["judge", "good.c", "--subject", "'gcc"], "not a command"),
        (["elf", "good.c"], "oracle: error: good.c: is not a usable ELF file"),
        (["elf", "missing.o"], "oracle: error: missing.o: No such file or directory"),
        (["report", "missing"], "oracle: error: missing: no such ledger"),
        (["report", "good.c"], "oracle: error: good.c: cannot be used as a ledger"),
    ],
)
def test_bad_input_is_one_line_and_2(tmp_path: Path, words: list[str], message: str) -> None:
    (tmp_path / "good.c").write_text(GOOD)
    (tmp_path / "empty.c").write_text("")
    done = oracle(*words, folder=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [["nothing"], ["judge"], ["judge", "x.c", "--cpu-seconds", "0"]])
def test_bad_usage_is_2(words: list[str]) -> None:
    done = oracle(*words)
    assert done.returncode == 2
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_documents_exit_statuses_and_every_command() -> None:
    done = oracle("--help")
    assert done.returncode == 0
    for word in ("Exit status", "judge", "bisect", "reduce", "calibrate", "elf", "report"):
        assert word in done.stdout


def test_the_elf_command_compares(program: Write, tmp_path: Path) -> None:
    for level in ("-O0", "-O2"):
        subprocess.run(["gcc", level, "-c", program(GOOD), "-o", tmp_path / f"x{level}.o"], check=True)
    assert oracle("elf", tmp_path / "x-O0.o", tmp_path / "x-O0.o").returncode == 0
    (tmp_path / "program.c").write_text(GOOD.replace("main", "other"))
    subprocess.run(["gcc", "-c", tmp_path / "program.c", "-o", tmp_path / "y.o"], check=True)
    done = oracle("elf", tmp_path / "x-O0.o", tmp_path / "y.o")
    assert done.returncode == 1
    assert "symbol main" in done.stdout
    assert "symbol other" in done.stdout


def test_the_report_command_writes_pages(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        ledger.start_campaign({})
        ledger.record([Row(1, "d", Verdict.MISCOMPILE, "wrong")])
    done = oracle("report", tmp_path / "ledger")
    assert done.returncode == 0
    assert Path(done.stdout.strip()).read_text().count("wrong") == 1
    assert (tmp_path / "ledger.report" / "seed-1.html").exists()
