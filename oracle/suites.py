"""Test-suites of single programs: where they come from, what each program needs, and how a compiler fares.

A manifest (corpus/suites/NAME.toml) says where the programs are found; what is not ours is fetched by name into a
cache. What a program is expected to do is settled by the reference compiler at -O0: only programs that it compiles,
and whose executable passes, count.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import re
import shlex
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from plumbum import CommandNotFound, local

from oracle.compilers import Compiler, gcc
from oracle.dejagnu import Directives, read_directives
from oracle.projects import ManifestError
from oracle.sandbox import MIB, Limits, run
from oracle.sources import SourceUnavailable, cache_folder, fetch_source, unpack
from oracle.verdict import Compilation, Execution

_COMPILE_SECONDS = 60.0
_LIMITS = Limits(cpu_seconds=20, wall_seconds=60.0, memory_bytes=2048 * MIB, processes=64)


class Class(StrEnum):
    """How one program of a suite went."""

    PASS = "pass"
    REFUSED = "does not compile"
    COMPILER_CRASH = "compiler crash"
    COMPILER_HANG = "compiler hang"
    WRONG = "wrong exit or output"
    RUN_HANG = "runs too long"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Suite:
    """One manifest.

    `source` is a folder beside the manifest, `csmith`, what `fetch_source` takes, or `folder`: one that has to be named
    for each run, from `origin`. `archive` is a tar file within it, of which only `extract` is unpacked.
    `companions` maps patterns of programs to further files they are linked with.
    `passes` is "exit 0"; "same": the reference's output and exit status; or "expected": exit status 0 and the output
    (standard output, then standard error) that NAME.c.expected holds.
    """

    name: str
    about: str
    source: str
    folder: str
    archive: str
    extract: str
    programs: tuple[str, ...]
    exclude: tuple[str, ...]
    companions: dict[str, tuple[str, ...]]
    flags: tuple[str, ...]
    standards: tuple[str, ...]
    passes: str
    directives: bool
    targets: frozenset[str]
    seeds: tuple[int, int]
    generator: tuple[str, ...]
    manifest: Path
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """One test: its name within the suite, the files to compile and the flags that it asks for.

    `expected`: the output that it must have, where the suite says so itself.
    """

    name: str
    files: tuple[Path, ...]
    flags: tuple[str, ...] = ()
    skipped: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the reference made of a program: the standard it needs, and what the executable did."""

    standard: str
    exit_status: int
    output: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a compiler fared with a program; `why` is the first error, or what went wrong when it ran."""

    program: str
    outcome: Class
    why: str = ""


@dataclass(slots=True)
class Report:
    """Results of one compiler over a suite, in the order of the programs."""

    suite: str
    compiler: str
    results: list[Result] = field(default_factory=list)

    def count(self, outcome: Class) -> int:
        return sum(result.outcome is outcome for result in self.results)


def load_suite(manifest: Path) -> Suite:
    """Read a manifest. Raises ManifestError, or OSError when it cannot be read."""
    try:
        data = tomllib.loads(manifest.read_text())
        first, _, last = str(data.get("seeds", "1-1")).partition("-")
        return Suite(
            name=data["name"],
            about=data["about"],
            source=data["source"],
            folder=data.get("folder", "."),
            archive=data.get("archive", ""),
            extract=data.get("extract", ""),
            programs=tuple(data.get("programs", ["*.c"])),
            exclude=tuple(data.get("exclude", ())),
            companions={pattern: tuple(files) for pattern, files in data.get("companions", {}).items()},
            flags=tuple(data.get("flags", ())),
            standards=tuple(data.get("standards", ["gnu17"])),
            passes=data["passes"],
            directives=data.get("directives", False),
            targets=frozenset(data.get("targets", ())),
            seeds=(int(first), int(last or first)),
            generator=tuple(data.get("generator", ())),
            manifest=manifest.resolve(),
            origin=data.get("origin", ""),
        )
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise ManifestError(f"{manifest}: {error}") from error
    except KeyError as error:
        raise ManifestError(f"{manifest}: no {error.args[0]!r}") from error


# --------------------------------------------------------------------------- programs


def find_programs(suite: Suite, only: str | None = None, folder: Path | None = None) -> list[Program]:
    """The suite's programs whose names match the pattern `only`, fetched or generated where needed; from `folder`
    instead when that is given.

    Raises SourceUnavailable.
    """
    if suite.source == "csmith" and folder is None:
        return _generated_programs(suite, only)
    folder = folder or _suite_folder(suite)
    found = sorted(path for pattern in suite.programs for path in folder.glob(pattern) if path.is_file())
    programs = []
    for path in found:
        name = path.relative_to(folder).as_posix()
        if any(fnmatch.fnmatch(name, pattern) for pattern in suite.exclude) or not _is_wanted(name, only):
            continue
        extra = [
            path.parent / companion.replace("{stem}", path.stem)
            for pattern, companions in suite.companions.items()
            if fnmatch.fnmatch(name, pattern)
            for companion in companions
        ]
        files = (path, *(companion for companion in extra if companion.is_file()))
        directives = read_directives(path, suite.targets) if suite.directives else Directives()
        skipped, expected = directives.skip, None
        if suite.passes == "expected":
            answer = path.with_name(path.name + ".expected")
            expected = answer.read_text(errors="replace") if answer.is_file() else None
            skipped = skipped or (None if answer.is_file() else f"no {answer.name}")
        programs.append(Program(name, files, directives.options, skipped, expected))
    return programs


def _is_wanted(name: str, only: str | None) -> bool:
    return only is None or fnmatch.fnmatch(name, only) or fnmatch.fnmatch(Path(name).stem, only)


def _suite_folder(suite: Suite) -> Path:
    if suite.source == "folder":
        raise SourceUnavailable(f"{suite.name}: name its folder with --folder; it comes from {suite.origin}")
    if ":" not in suite.source:
        return (suite.manifest.parent / suite.source / suite.folder).resolve()
    if not suite.archive:
        return fetch_source(suite.source) / suite.folder
    unpacked = cache_folder("suites") / suite.name
    if not unpacked.exists():
        archives = sorted(fetch_source(suite.source).glob(suite.archive))
        if not archives:
            raise SourceUnavailable(f"{suite.source}: holds no {suite.archive}")
        unpacked.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=unpacked.parent) as scratch:
            shutil.move(unpack(archives[0], Path(scratch) / "unpacked", suite.extract or "*"), unpacked)
    return unpacked / suite.folder


def _generated_programs(suite: Suite, only: str | None) -> list[Program]:
    options = [*suite.generator, *suite.flags]
    digest = hashlib.sha256(shlex.join(options).encode()).hexdigest()[:12]
    folder = cache_folder("suites") / f"{suite.name}-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    programs = []
    for seed in range(suite.seeds[0], suite.seeds[1] + 1):
        name = f"{seed}.c"
        if not _is_wanted(name, only):
            continue
        path = folder / name
        if not path.exists():
            pending = path.with_suffix(".new")
            try:
                words = ("--seed", str(seed), "-o", str(pending.absolute()), *suite.generator)
                local["csmith"].with_cwd(folder)[words].run(timeout=60)
            except CommandNotFound:
                raise SourceUnavailable("csmith: this machine has no csmith") from None
            pending.rename(path)
        programs.append(Program(name, (path,)))
    return programs


# --------------------------------------------------------------------------- expectations


def expectations(suite: Suite, programs: Iterable[Program], jobs: int) -> dict[str, Expectation]:
    """What the reference (gcc -O0) makes of each program that it can compile, kept in the cache.

    Raises SandboxError, CompilerNotFound.
    """
    reference = gcc("-O0")
    key = f"{reference.version()}\n{suite.flags}\n{suite.standards}\n{suite.passes}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:12]
    file = cache_folder("suites") / f"{suite.name}-{digest}.json"
    known: dict[str, list[object]] = json.loads(file.read_text()) if file.exists() else {}

    def digest_of(program: Program) -> str:
        contents = hashlib.sha256(repr(program.flags).encode())
        for path in program.files:
            contents.update(path.read_bytes())
        if program.expected is not None:
            contents.update(program.expected.encode())
        return contents.hexdigest()[:16]

    wanted = {f"{program.name} {digest_of(program)}": program for program in programs if program.skipped is None}
    missing = {name: program for name, program in wanted.items() if name not in known}

    def settle(program: Program) -> list[object]:
        for standard in suite.standards:
            compiled, ran = _compile_and_run(suite, program, reference, standard)
            if ran is not None and ran.stopped_by is None and ran.exit_status is not None:
                output = _output(suite, ran)
                if suite.passes == "same" or (ran.exit_status == 0 and program.expected in (None, output)):
                    return [standard, ran.exit_status, output]
            elif compiled.output is not None:
                break
        return []

    with ThreadPoolExecutor(jobs) as pool:
        known.update(zip(missing, pool.map(settle, missing.values()), strict=True))
    if missing:
        file.parent.mkdir(parents=True, exist_ok=True)
        pending = file.with_suffix(".new")
        pending.write_text(json.dumps(known))
        pending.replace(file)
    settled = {}
    for name, program in wanted.items():
        if known[name]:
            standard, status, output = known[name]
            assert isinstance(status, int)
            settled[program.name] = Expectation(str(standard), status, str(output))
    return settled


# --------------------------------------------------------------------------- runs


def run_suite(
    suite: Suite,
    programs: Iterable[Program],
    expected: dict[str, Expectation],
    compiler: Compiler,
    *,
    jobs: int = 1,
    progress: Callable[[Result], None] = lambda result: None,
) -> Report:
    """Compile and run each program with `compiler`; programs the reference fails are left out.

    Raises SandboxError.
    """

    def one(program: Program) -> Result:
        if program.skipped is not None:
            return Result(program.name, Class.SKIPPED, program.skipped)
        result = _judge(suite, program, expected[program.name], compiler)
        progress(result)
        return result

    report = Report(suite.name, shlex.join(compiler.command))
    with ThreadPoolExecutor(jobs) as pool:
        counted = [program for program in programs if program.skipped is not None or program.name in expected]
        report.results = list(pool.map(one, counted))
    return report


def _judge(suite: Suite, program: Program, expected: Expectation, compiler: Compiler) -> Result:
    compiled, ran = _compile_and_run(suite, program, compiler, expected.standard)
    if ran is None:
        told = compiled.execution
        complaint = _first_error(_text(told.stderr))
        if told.stopped_by is not None:
            return Result(program.name, Class.COMPILER_HANG, f"stopped ({told.stopped_by})")
        if told.signal is not None or "internal error" in complaint or "Traceback" in complaint:
            return Result(program.name, Class.COMPILER_CRASH, complaint or f"signal {told.signal}")
        return Result(program.name, Class.REFUSED, complaint or f"exit {told.exit_status}")
    if ran.stopped_by is not None:
        return Result(program.name, Class.RUN_HANG, f"stopped ({ran.stopped_by})")
    if ran.signal is not None:
        return Result(program.name, Class.WRONG, f"signal {ran.signal}")
    if ran.exit_status != expected.exit_status:
        return Result(program.name, Class.WRONG, f"exit {ran.exit_status} instead of {expected.exit_status}")
    if suite.passes != "exit 0" and _output(suite, ran) != expected.output:
        return Result(program.name, Class.WRONG, "prints something else than the reference's executable")
    return Result(program.name, Class.PASS)


def _compile_and_run(
    suite: Suite, program: Program, compiler: Compiler, standard: str
) -> tuple[Compilation, Execution | None]:
    with tempfile.TemporaryDirectory(prefix="suite-") as scratch:
        Path(scratch).chmod(0o755)
        output = Path(scratch) / "program"
        flags = [f"-std={standard}", *suite.flags, *program.flags]
        compiled = compiler.compile(program.files, output, flags=flags, timeout=_COMPILE_SECONDS)
        if compiled.output is None:
            return compiled, None
        return compiled, run([str(compiled.output)], _LIMITS)


def _output(suite: Suite, ran: Execution) -> str:
    return _text(ran.stdout + ran.stderr if suite.passes == "expected" else ran.stdout)


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _first_error(text: str) -> str:
    lines = text.splitlines()
    complaints = [line for line in lines if re.search(r"\berror\b|undefined reference|Traceback", line)]
    return (complaints or lines or [""])[0].strip()
