"""A project's own build and test command, run with a chosen set of its files compiled by the subject."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from oracle.compilers.protocol import Compiler, Preloaded
from oracle.mix import shim
from oracle.sandbox import run_trusted
from oracle.verdict import Execution

COMPILE_SECONDS = 120
_NAMES = ("cc", "gcc", "c99", "c89", "clang")
_TREE_FILES = 200_000
_SHORTEST_LIMIT = 60.0
_PATIENCE = 20


class BuildError(Exception):
    """The project cannot be built at all; the message says why."""


@dataclass(frozen=True, slots=True)
class UnitBuild:
    """One compilation of one file: `unit` is the file's path in the project, `key` names text and flags."""

    unit: str
    key: str
    flags: tuple[str, ...]
    by: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """One build and test: which files the subject compiled, whether the test passed, and what else was seen.

    `link_failure` is the linker's message when the objects did not link. `output` is the end of what was printed.
    """

    chosen: tuple[str, ...] | Literal["all"]
    passed: bool
    link_failure: str
    output: str
    seconds: float
    units: tuple[UnitBuild, ...] = field(default=(), repr=False)

    @property
    def failed_in_test(self) -> bool:
        return not self.passed and not self.link_failure


class MixedBuild:
    """Builds and tests copies of the project in `root` with `command`.

    `work` keeps objects and outcomes from one run to the next. `in_place` builds in `root` itself, for projects whose
    build does not stand being copied. `clean` is a shell line that removes what was built, run before.
    """

    def __init__(
        self,
        root: Path,
        command: Sequence[str],
        subject: Compiler,
        reference: Compiler,
        work: Path,
        *,
        clean: str = "",
        in_place: bool = False,
        seconds: float = 600.0,
        jobs: int = 1,
        fresh: bool = False,
    ) -> None:
        self.root = root.resolve()
        self.command = tuple(command)
        self.subject = subject
        self.reference = reference
        self.work = work.resolve()
        self.tree = self.root if in_place else self.work / "tree"
        self.store = self.work / "objects"
        self.clean = clean
        self.seconds = seconds
        self.jobs = jobs
        self.probes: list[Probe] = []
        self.path = os.environ.get("PATH", os.defpath)
        self.store.mkdir(parents=True, exist_ok=True)
        self._journal = self.work / "probes.jsonl"
        self._prepare()
        self._fingerprint = self._fingerprint_of_project()
        self._known: dict[str, Probe] = {} if fresh else self._remembered()

    # ------------------------------------------------------------------ probes

    def probe(
        self,
        chosen: Iterable[str] | Literal["all"],
        replaced: Mapping[str, Path] | None = None,
        *,
        again: bool = False,
    ) -> Probe:
        """Build and test; an outcome that is known already is not asked for again, unless `again`.

        `replaced` are objects that stand for whole compilations, by key. Raises BuildError, SandboxError.
        """
        units: tuple[str, ...] | Literal["all"] = "all" if chosen == "all" else tuple(sorted(chosen))
        digest = self._digest(units, replaced or {})
        if again or digest not in self._known:
            made = self._build(units, replaced or {})
            self._known[digest] = made
            self._remember(digest, made)
        found = self._known[digest]
        self.probes.append(found)
        return found

    def tighten(self, right: Probe) -> None:
        """Wait for a build no longer than 20 times what one took that was right (but a minute): wrong ones may hang."""
        self.seconds = min(self.seconds, max(_SHORTEST_LIMIT, _PATIENCE * right.seconds))

    def preprocessed(self, key: str) -> str:
        """The text of a compilation behind the reference's preprocessor."""
        return (self.store / f"{key}.i").read_text(encoding="utf-8", errors="surrogateescape")

    def shell_line(self, chosen: Sequence[str]) -> str:
        """What a person types to build and test once more with these files from the subject."""
        words = ["oracle", "mix", "--subject", shlex.join(self.subject.command)]
        words += ["--reference", shlex.join(self.reference.command), "-C", str(self.root)]
        words += [word for unit in chosen for word in ("--only", unit)]
        words += ["--in-place"] if self.tree == self.root else []
        words += ["--clean", self.clean] if self.clean else []
        return shlex.join([*words, "--", *self.command])

    # ------------------------------------------------------------------ building

    def _prepare(self) -> None:
        scripts = self.work / "bin"
        shutil.rmtree(scripts, ignore_errors=True)
        scripts.mkdir(parents=True)
        text = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -I -S {shlex.quote(shim.__file__)} "$@"\n'
        named = {Path(os.environ.get("CC", "cc").split()[0]).name, Path(self.reference.command[0]).name}
        for name in {*_NAMES, *named}:
            (scripts / name).write_text(text)
            (scripts / name).chmod(0o755)

    def _words(self, compiler: Compiler) -> list[str]:
        plain = compiler.ordinary() if isinstance(compiler, Preloaded) else compiler
        program = shutil.which(plain.command[0], path=self.path)
        return [str(Path(program or plain.command[0]).absolute()), *map(_absolute, plain.command[1:])]

    def _version(self, compiler: Compiler) -> str:
        """What tells apart two compilers of one name: its version, and the files on its command line."""
        paths = [Path(word.partition("=")[2] or word) for word in self._words(compiler)]
        stats = [(path.stat().st_size, path.stat().st_mtime_ns) for path in paths if path.is_file()]
        return repr((compiler.version(), stats))

    def _build(self, chosen: tuple[str, ...] | Literal["all"], replaced: Mapping[str, Path]) -> Probe:
        log = self.work / "log"
        log.unlink(missing_ok=True)
        plan: dict[str, Any] = {
            "reference": self._words(self.reference),
            "subject": self._words(self.subject),
            "versions": {"reference": self._version(self.reference), "subject": self._version(self.subject)},
            "chosen": chosen,
            "replaced": {key: str(path) for key, path in replaced.items()},
            "root": str(self.tree),
            "store": str(self.store),
            "log": str(log),
            "path": self.path,
            "seconds": COMPILE_SECONDS,
        }
        (self.work / "plan.json").write_text(json.dumps(plan))
        self._fresh_tree()
        environment = {
            **os.environ,
            shim.PLAN_VARIABLE: str(self.work / "plan.json"),
            "PATH": f"{self.work / 'bin'}{os.pathsep}{self.path}",
            "CC": str(self.work / "bin" / "cc"),
            **({"MAKEFLAGS": f"-j{self.jobs}"} if self.jobs > 1 else {}),
        }
        environment.pop("MAKELEVEL", None)
        done = run_trusted(self.command, self.seconds, cwd=self.tree, environment=environment)
        units, link_failure = _read_log(log)
        return Probe(chosen, done.succeeded, link_failure, _last_words(done), done.wall_seconds, units)

    def _fresh_tree(self) -> None:
        if self.tree != self.root:
            shutil.rmtree(self.tree, ignore_errors=True)
            self.tree.mkdir(parents=True)
            copied = run_trusted(["cp", "-a", "--reflink=auto", f"{self.root}/.", str(self.tree)], self.seconds)
            if not copied.succeeded:
                raise BuildError(f"{self.root}: cannot be copied: {_last_words(copied)}")
        if self.clean:
            cleaned = run_trusted(["sh", "-c", self.clean], self.seconds, cwd=self.tree)
            if not cleaned.succeeded:
                raise BuildError(f"{self.clean}: fails: {_last_words(cleaned)}")

    # ------------------------------------------------------------------ memory

    def _fingerprint_of_project(self) -> str:
        """Changes when a file of the project, a compiler or the command does."""
        digest = hashlib.sha256(repr((self.command, self.clean)).encode())
        for compiler in (self.reference, self.subject):
            digest.update(repr((self._words(compiler), self._version(compiler))).encode())
        if self.tree != self.root:
            for count, path in enumerate(sorted(self.root.rglob("*"))):
                if count > _TREE_FILES:
                    raise BuildError(f"{self.root}: more than {_TREE_FILES} files: this is no project's folder")
                if path.is_file() and not path.is_symlink():
                    digest.update(repr((str(path), path.stat().st_size, path.stat().st_mtime_ns)).encode())
        else:
            digest.update(os.urandom(16))
        return digest.hexdigest()

    def _digest(self, chosen: tuple[str, ...] | Literal["all"], replaced: Mapping[str, Path]) -> str:
        contents = {key: hashlib.sha256(path.read_bytes()).hexdigest() for key, path in sorted(replaced.items())}
        return hashlib.sha256(repr((self._fingerprint, chosen, contents)).encode()).hexdigest()

    def _remember(self, digest: str, probe: Probe) -> None:
        units = [[one.unit, one.key, one.flags, one.by, one.refused] for one in probe.units]
        row = [digest, probe.chosen, probe.passed, probe.link_failure, probe.output, probe.seconds, units]
        with self._journal.open("a") as stream:
            stream.write(json.dumps(row) + "\n")

    def _remembered(self) -> dict[str, Probe]:
        found: dict[str, Probe] = {}
        if not self._journal.exists():
            return found
        for line in self._journal.read_text().splitlines():
            try:
                digest, chosen, passed, failure, output, seconds, units = json.loads(line)
            except ValueError:  # the last line, when the process was killed
                continue
            builds = tuple(UnitBuild(unit, key, tuple(flags), by, refused) for unit, key, flags, by, refused in units)
            files: tuple[str, ...] | Literal["all"] = "all" if chosen == "all" else tuple(chosen)
            found[digest] = Probe(files, passed, failure, output, seconds, builds)
        return found


def _absolute(word: str) -> str:
    """The word with a file it names made independent of the folder: `-fplugin=faults/x.py`, `./script`."""
    option, equals, value = word.partition("=")
    path = value if equals and option.startswith("-") else word
    if "/" in path and Path(path).exists():
        return f"{option}={Path(path).absolute()}" if path is value and equals else str(Path(path).absolute())
    return word


def _read_log(log: Path) -> tuple[tuple[UnitBuild, ...], str]:
    """The compilations, and what the linker complained of when the last link failed."""
    units: dict[str, UnitBuild] = {}
    link_failure = ""
    for line in log.read_text().splitlines() if log.exists() else []:
        record = json.loads(line)
        if record["kind"] == "link":
            link_failure = record.get("failed", link_failure)
            continue
        made = UnitBuild(record["unit"], record["key"], tuple(record["flags"]), record["by"], record.get("refused", ""))
        units[made.key] = made
    return tuple(units.values()), link_failure


def _last_words(done: Execution) -> str:
    text = (done.stdout + b"\n" + done.stderr).decode(errors="replace").strip()
    how = f"stopped by the limit on {done.stopped_by}" if done.stopped_by else f"exit status {done.exit_status}"
    return f"{text[-2000:]}\n({how})"
