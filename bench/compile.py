"""`python -m bench.compile`: from preprocessed text to an object file at -O0, next to pycparser's parse alone.

Both get the same text: C without GNU's additions, which pycparser does not read. Sources that pycparser still refuses
(`va_arg`, statement expressions) are left out of the sum.

`python -m bench.compile --sqlite`: the SQLite amalgamation by `minicc -O0 -c` and `gcc -O2 -c`, and their memory.
"""

from __future__ import annotations

import gc
import importlib
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from plumbum import ProcessExecutionError, local
from rich.console import Console
from rich.table import Table

from bench.measure import BenchmarkError, cpu_seconds_and_memory
from minicc.diagnostics import CompileError
from minicc.options import CompileOptions
from minicc.pipeline import Job
from minicc.source import SourceText
from oracle.project_command import find_manifest
from oracle.projects import fetch, load_project
from oracle.sources import SourceUnavailable

_WITHOUT_GNU = (
    *("-D__extension__=", "-D__attribute__(x)=", "-D__asm__(x)=", "-D__volatile__=volatile"),
    *("-D__inline=inline", "-D__inline__=inline", "-D__restrict=restrict", "-D__const=const", "-D_Float32=float"),
    *("-D_Float64=double", "-D_Float32x=double", "-D_Float64x=long double", "-D_Float128=long double"),
    *("-D__float128=long double", "-P"),
)
_BEFORE = "typedef struct { int opaque; } __builtin_va_list[1];\n"
SOURCES = {
    "cjson": ("cJSON.c", "cJSON_Utils.c"),
    "zlib": ("deflate.c", "inflate.c", "trees.c", "inftrees.c", "crc32.c", "adler32.c"),
    "bzip2": ("compress.c", "decompress.c", "huffman.c", "blocksort.c", "bzlib.c"),
    "http-parser": ("http_parser.c",),
    "zopfli": ("src/zopfli/deflate.c", "src/zopfli/squeeze.c", "src/zopfli/lz77.c", "src/zopfli/blocksplitter.c"),
    "lua": ("lvm.c", "lparser.c", "lgc.c", "ltable.c", "lcode.c", "llex.c", "lstrlib.c", "ltablib.c", "ldo.c"),
}
"""Files of the projects in corpus/projects that plain C compilers and pycparser both read."""


_STAGES: dict[str, Callable[[Job], object]] = {
    "parse": lambda job: job.syntax_tree,
    "check": lambda job: job.typed_tree,
    "lower": lambda job: job.ir,
    "generate code": lambda job: job.generate(),
}


def preprocessed(file: Path) -> str:
    """The text of `file` that both get. Raises plumbum.ProcessExecutionError."""
    text = local["gcc"]["-E", "-w", *_WITHOUT_GNU, f"-I{file.parent}", str(file)]()
    assert isinstance(text, str)
    return text


def least_seconds(work: Callable[[], object], rounds: int) -> float:
    """The least CPU seconds of `rounds` runs, without garbage collections, as minicc's driver does it."""
    least = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            started = time.process_time()
            work()
            least = min(least, time.process_time() - started)
    finally:
        gc.enable()
    return least


def stage_seconds(text: str, rounds: int) -> dict[str, float]:
    """The least CPU seconds of each of minicc's stages on `text` at -O0. Raises CompileError."""
    least: dict[str, float] = {}
    for _ in range(rounds):
        job = Job(SourceText(text, "bench.i"), CompileOptions())
        for stage, work in _STAGES.items():
            seconds = least_seconds(partial(work, job), 1)
            least[stage] = min(least.get(stage, seconds), seconds)
    return least


def _texts() -> list[tuple[str, str]]:
    texts = []
    for name, files in SOURCES.items():
        project = load_project(find_manifest("projects", name))
        try:
            folder = fetch(project)["."] / project.folder
        except SourceUnavailable as error:
            click.echo(f"left out: {error}", err=True)
            continue
        for file in files:
            try:
                texts.append((f"{name}/{file}", preprocessed(folder / file)))
            except ProcessExecutionError as error:
                click.echo(f"left out: {name}/{file}: {error.stderr.splitlines()[0]}", err=True)
    return texts


_SQLITE_OPTIONS = (
    *("-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-DSQLITE_ENABLE_FTS5", "-DSQLITE_ENABLE_RTREE"),
    *("-DSQLITE_ENABLE_MATH_FUNCTIONS", "-DSQLITE_ENABLE_STAT4"),
)


def _measure_sqlite(rounds: int) -> None:
    """One file of 270,000 lines, compiled by minicc -O0 and gcc -O2 in turn. Raises click.ClickException."""
    project = load_project(find_manifest("projects", "sqlite"))
    try:
        file = fetch(project)["."] / project.folder / "deps/sqlite3/sqlite3.c"
    except SourceUnavailable as error:
        raise click.ClickException(str(error)) from None
    table = Table("compiler", "CPU s", "peak MiB")
    with tempfile.TemporaryDirectory() as folder:
        least: dict[str, tuple[float, int]] = {}
        for _ in range(rounds):
            for compiler in ("minicc -O0", "gcc -O2"):
                command = [*compiler.split(), *_SQLITE_OPTIONS, "-c", str(file), "-o", f"{folder}/sqlite3.o"]
                try:
                    found = cpu_seconds_and_memory(command)
                except (BenchmarkError, OSError) as error:
                    raise click.ClickException(str(error)) from None
                least[compiler] = min(least.get(compiler, found), found)
    for compiler, (seconds, memory) in least.items():
        table.add_row(compiler, f"{seconds:.1f}", f"{memory / 2**20:.0f}")
    table.add_row("ratio", f"{least['minicc -O0'][0] / least['gcc -O2'][0]:.2f}", "")
    Console().print(table)


@click.command()
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1))
@click.option("--sqlite", is_flag=True, help="Measure one big file instead: SQLite, against gcc -O2.")
def main(rounds: int, sqlite: bool) -> None:
    """Compile files of real projects in process, at -O0; CPU seconds, shares of the stages, and the ratio."""
    if sqlite:
        _measure_sqlite(rounds)
        return
    try:
        pycparser: Any = importlib.import_module("pycparser")
    except ImportError:
        raise click.ClickException("pycparser is needed to compare with: pip install 'minicc[bench]'") from None
    sys.setrecursionlimit(20_000)
    total = dict.fromkeys(_STAGES, 0.0)
    theirs = 0.0
    table = Table("file", "minicc ms", "pycparser ms", "ratio")
    for name, text in _texts():
        parser = pycparser.CParser()
        try:
            parse_only = least_seconds(partial(parser.parse, _BEFORE + text), rounds)
            stages = stage_seconds(text, rounds)
        except CompileError as error:
            click.echo(f"left out: {name}: minicc: {error}", err=True)
            continue
        except Exception as error:
            click.echo(f"left out: {name}: pycparser: {error}", err=True)
            continue
        total = {stage: total[stage] + seconds for stage, seconds in stages.items()}
        theirs += parse_only
        ours = sum(stages.values())
        table.add_row(name, f"{1000 * ours:.0f}", f"{1000 * parse_only:.0f}", f"{ours / parse_only:.2f}")
    if not theirs:
        raise click.ClickException("no source could be had")
    ours = sum(total.values())
    table.add_section()
    table.add_row("sum", f"{1000 * ours:.0f}", f"{1000 * theirs:.0f}", f"{ours / theirs:.2f}")
    console = Console()
    console.print(table)
    for stage, seconds in total.items():
        console.print(f"{stage}: {seconds / ours:.0%}, {seconds / theirs:.2f} times pycparser's parse")


if __name__ == "__main__":
    main()
