"""Has the program itself no defined answer? Evidence, before anybody blames a compiler.

The checks run only when two compilers disagree, and the first finding ends them. Each finds a rule of C11 that the
program breaks *in this run*. The strict build (`oracle.strict`) sees most; gcc's sanitizers see arithmetic; what is
left to the rest are programs that minicc cannot compile. A warning counts only for a line that was executed (gcov).
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from oracle.builds import Builds, CompilerWarning, builds
from oracle.compilers.gcc import QUIET, gcc
from oracle.sandbox import Limits, SandboxError, run, run_trusted
from oracle.strict import BACKWARDS, MIXTURES, StrictBuild, StrictRun, build_strictly
from oracle.verdict import Execution, Stop, Verdict

_SANITIZE = (
    "-g",
    "-O0",
    "-fsanitize=address,undefined,float-cast-overflow",
    "-fno-sanitize=alignment",  # members of packed structs: harmless on x86-64
    "-fno-sanitize-recover=all",
    "-fsanitize-address-use-after-scope",
)
_SANITIZER_ENVIRONMENT = {
    "ASAN_OPTIONS": "detect_leaks=0:detect_stack_use_after_return=1:allocator_may_return_null=1"
    ":max_allocation_size_mb=1024:hard_rss_limit_mb=2048",
    "UBSAN_OPTIONS": "print_stacktrace=0",
}

_RUNTIME_RULES = (
    ("signed integer overflow", "C11 6.5p5: signed integer overflow"),
    ("negation of", "C11 6.5p5: signed integer overflow"),
    ("division by zero", "C11 6.5.5p5: division by zero"),
    ("division of", "C11 6.5.5p6: quotient not representable"),
    ("shift exponent", "C11 6.5.7p3: shift count negative or not less than the width"),
    ("left shift of", "C11 6.5.7p4: left shift of a negative value or out of range"),
    ("out of bounds", "C11 6.5.6p8: array index out of bounds"),
    ("insufficient space", "C11 6.5.6p8: access outside of an object"),
    ("null pointer", "C11 6.5.3.2p4: null pointer dereferenced"),
    ("outside the range of representable", "C11 6.3.1.4p1: floating value not representable in the integer type"),
    ("pointer index expression", "C11 6.5.6p8: pointer arithmetic outside of an object"),
    ("applying", "C11 6.5.6p8: pointer arithmetic on a null pointer"),
    ("not a valid value for type", "C11 6.2.6.1p5: trap representation"),
    ("variable length array bound", "C11 6.7.6.2p5: size of a variable length array not positive"),
    ("execution reached", "C11 6.9.1p12 or __builtin_unreachable reached"),
    ("passing zero to", "undefined for a zero argument (gcc built-in function)"),
)
_ADDRESS_RULES = (
    ("use-after-free", "C11 6.2.4p2: object used after its lifetime (freed)"),
    ("double-free", "C11 7.22.3.3p2: memory freed twice"),
    ("bad-free", "C11 7.22.3.3p2: free of memory that was not allocated"),
    ("use-after-scope", "C11 6.2.4p2: object used after its block ended"),
    ("use-after-return", "C11 6.2.4p2: object used after its function returned"),
    ("overflow", "C11 6.5.6p8: access outside of an object"),
    ("underflow", "C11 6.5.6p8: access outside of an object"),
    ("overlap", "C11 7.24: overlapping objects passed to a copying function"),
    ("SEGV", "C11 6.5.3.2p4: access through an invalid pointer"),
    ("FPE", "C11 6.5.5p5: division by zero"),
)
_STACK_OVERFLOW = "stack-overflow"
_INDETERMINATE = "C11 6.3.2.1p2, 6.7.9p10: value of an uninitialised object used"
_ALIASING = "C11 6.5p7: object accessed through an lvalue of an incompatible type"
_OVERFLOW = "C11 6.5p5: signed integer overflow"
_NO_RESTRICT = "-Drestrict="
_PERMISSIONS = {
    "-fno-strict-aliasing": _ALIASING,
    "-fwrapv": _OVERFLOW,
    "-fno-delete-null-pointer-checks": "C11 6.5.3.2p4: null pointer dereferenced",
    _NO_RESTRICT: "C11 6.7.3.1p4: what a restrict pointer points to changed, and accessed in another way too",
}
"""Options that take from gcc what a rule permits it to assume."""
_SEQUENCE = "C11 6.5p2: unsequenced side effects on one object"
_FORMAT = "C11 7.21.6.1p9: argument of the wrong type for its conversion"
_ORDER = "C11 6.5p3, 6.5.2.2p10: the result depends on the order of evaluation, which is unspecified"
_PLACEMENT = "C11 6.2.4, J.1: the result depends on where objects lie, which is unspecified"
_STATUS = "C11 5.1.2.2.3p1: the exit status of a main that does not return int is unspecified"
_UNSPECIFIED = (
    _STATUS,
    *("C11 6.2.6.1p6", "C11 6.5.9p6", "C11 6.4.5p7: whether", "C11 6.5.2.5p7: whether", "C11 F.2.1p1", "C11 7.12.9: "),
    *("C11 7.12.6.4p3", "C11 7.12.10.3p3", "C11 7.21.8.1p2", "C11 7.27.3.5p3: strftime of a time outside"),
)
"""Rules that leave an answer open rather than undefined (Annex J.1)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: which (C11 clause), where (line of the source, when known), who says so, in which words."""

    rule: str
    line: int | None
    tool: str
    message: str

    @property
    def verdict(self) -> Verdict:
        """`undefined`, or `unspecified` when several answers are right."""
        open_ended = self.rule in (_ORDER, _PLACEMENT) or self.rule.startswith(_UNSPECIFIED)
        return Verdict.UNSPECIFIED if open_ended else Verdict.UNDEFINED


@dataclass(slots=True)
class Examination:
    """What all checks together found.

    `gaps` names the checks that could not be made or completed; `unfinished` is
    True when that leaves the sanitizers without a word. `watched` is True when
    the strict build ran to the program's end and did what the program does.
    """

    finding: Finding | None = None
    gaps: list[str] = field(default_factory=list)
    unfinished: bool = False
    watched: bool = False


def find_undefined(
    source: Path, *, flags: Sequence[str] = (), limits: Limits | None = None, thorough: bool = True
) -> Finding | None:
    """The first evidence that running `source` is undefined; None if no check found any.

    Without `thorough`, the sanitizers and the check for uninitialised objects
    only (about 0.2 s). Raises CompilerNotFound without gcc.
    """
    return examine(source, flags=flags, limits=limits, thorough=thorough).finding


def examine(
    source: Path,
    *,
    flags: Sequence[str] = (),
    limits: Limits | None = None,
    thorough: bool = True,
    order: bool = False,
    known: Execution | None = None,
    steady: bool = True,
    made: Builds | None = None,
) -> Examination:
    """Run the checks until one finds something.

    With `order`, a result that depends on the unspecified order of evaluation
    counts too: it is a reason for two right compilers to differ. `known` is a
    run of the program as the reference compiles it (made when not given). Of a
    program that is not `steady`, two runs are not compared. Programs that are in
    `made` already are not built again.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="undefined-")))
        folder.chmod(0o755)
        if made is None:
            made = stack.enter_context(builds(source.absolute(), flags, folder))
        bench = _Bench(source.absolute(), tuple(flags), limits or Limits(), folder, made, known, order, steady)
        for check in _checks(thorough=thorough or order, steady=steady):
            finding = check(bench)
            if finding is not None or bench.unfinished:
                return Examination(finding, bench.gaps, bench.unfinished, bench.watched)
        return Examination(None, bench.gaps, False, bench.watched)


def _checks(*, thorough: bool, steady: bool) -> Iterator[Callable[[_Bench], Finding | None]]:
    if thorough:
        yield _strictly
        yield _begin_the_rest
    yield _races
    yield _sanitizers
    if thorough:
        yield _warnings
    if thorough and steady:
        yield _assumptions_of_optimisers
    if steady:
        yield _uninitialised_by_pattern
    if thorough:
        yield _memcheck


@dataclass(slots=True)
class _Bench:
    """One source file, and builds of it that are run in the sandbox."""

    source: Path
    flags: tuple[str, ...]
    limits: Limits
    folder: Path
    made: Builds
    known: Execution | None = None
    order: bool = False
    steady: bool = True
    gaps: list[str] = field(default_factory=list)
    unfinished: bool = False
    watched: bool = False

    def build(self, *options: str) -> Path | None:
        return self.made.program(gcc(), *options)

    def execute(
        self, program: Path | None, *, slower: int = 1, environment: dict[str, str] | None = None
    ) -> Execution | None:
        if program is None:
            return None
        limits = replace(
            self.limits,
            cpu_seconds=self.limits.cpu_seconds * slower,
            wall_seconds=self.limits.wall_seconds * slower,
        )
        try:
            return run([str(program)], limits, environment=environment)
        except SandboxError:
            return None

    def reference(self) -> Execution | None:
        """What the program does when nothing watches it."""
        if self.known is None:
            self.known = self.execute(self.build())
        return self.known

    def answer(self, *options: str, environment: dict[str, str] | None = None) -> tuple[object, ...] | None:
        """What the program built with `options` does; None when a limit stopped it."""
        done = self.execute(self.build(*options), environment=environment)
        if done is None or done.stopped_by is not None:
            return None
        return (done.stdout, done.exit_status, done.signal)


def _strictly(bench: _Bench) -> Finding | None:
    """Run the strict build, from left to right and in other orders.

    It comes from minicc's front end, which may be what is wrong: its word counts as far as its output is the
    reference's.
    """
    built = build_strictly(bench.source, bench.flags, bench.limits, bench.folder)
    if isinstance(built, str):
        bench.gaps.append(f"no strict build: {built}")
        return None
    first = built.run()
    wanted = bench.reference()
    if first is None or wanted is None or first.execution.stopped_by is not None:
        bench.gaps.append("the strict build does not run to its end")
        return None
    runs = [first]
    for order in (BACKWARDS, *MIXTURES):
        if first.breach is not None and _believable(first, wanted):
            return _breach_finding(first)
        other = built.run(order) if built.place_lines or order == BACKWARDS else None
        if other is not None and other.execution.stopped_by is None:
            runs.append(other)
            if other.breach is not None and _believable(other, wanted):
                return _breach_finding(other) if bench.order or first.breach is not None else None
    if any(run.breach is not None for run in runs):
        bench.gaps.append("the strict build does not do what the program does")
        return None
    answers = {(run.execution.stdout, run.execution.exit_status, run.execution.signal) for run in runs}
    if len(answers) > 1:
        return _order_finding(built, runs) if bench.order and bench.steady else None
    if answers != {(wanted.stdout, wanted.exit_status, wanted.signal)}:
        bench.gaps.append("the strict build does not do what the program does")
        return None
    bench.watched = built.sees_all
    return _strict_placement(bench, built, first) if bench.order and bench.steady else None


def _strict_placement(bench: _Bench, built: StrictBuild, first: StrictRun) -> Finding | None:
    """Which of two objects lies behind the other must not matter."""
    other = built.run(downwards=True)
    if other is None or other.breach is not None or other.execution.stopped_by is not None:
        return None
    was, now = first.execution, other.execution
    if (was.stdout, was.exit_status, was.signal) == (now.stdout, now.exit_status, now.signal):
        return None
    return Finding(_PLACEMENT, None, "strict build", "objects placed the other way round give another result")


def _begin_the_rest(bench: _Bench) -> Finding | None:
    """Most programs that come to this point are asked everything: what must be compiled for it is begun at once."""
    if bench.order:
        options: list[tuple[str, ...]] = [_SANITIZE, ("-O2",)]
        if bench.steady and (permissions := _doubtful_permissions(bench)):
            options.append(("-O2", *permissions))
        if bench.steady and not bench.watched:
            options += [("-O0", f"-ftrivial-auto-var-init={fill}") for fill in ("zero", "pattern")]
        if not bench.watched:
            options.append(("-O0", "-g"))
        bench.made.begin(*((gcc(), words) for words in options))
    return None


def _believable(watched: StrictRun, wanted: Execution) -> bool:
    """The output before the breach is the program's own; one that was killed may have lost some."""
    return wanted.signal is not None or wanted.stdout.startswith(watched.execution.stdout)


def _breach_finding(watched: StrictRun) -> Finding:
    assert watched.breach is not None
    return Finding(watched.breach.rule, watched.breach.line, "strict build", watched.breach.detail)


def _order_finding(built: StrictBuild, runs: Sequence[StrictRun]) -> Finding:
    line = built.first_place(runs[0].execution)
    message = "operands evaluated from left to right and in another order give different results"
    return Finding(_ORDER, line, "strict build", message)


def _sanitizers(bench: _Bench) -> Finding | None:
    program = bench.build(*_SANITIZE)
    if program is None:
        bench.unfinished = True
        bench.gaps.append("gcc cannot build with -fsanitize=address,undefined here")
        return None
    unbounded = replace(bench, limits=replace(bench.limits, memory_bytes=None, stack_bytes=64 << 20))
    done = unbounded.execute(program, slower=3, environment=_SANITIZER_ENVIRONMENT)
    if done is None:
        bench.unfinished = True
        bench.gaps.append("the sanitizer build does not start")
        return None
    if done.stopped_by in (Stop.CPU, Stop.WALL, Stop.MEMORY):
        bench.unfinished = True
        bench.gaps.append(f"the sanitizer run was stopped ({done.stopped_by})")
    found = sanitizer_finding(done.stderr.decode(errors="replace"), bench.source.name)
    if found is None and not bench.unfinished and bench.order and bench.steady:
        return _placement_finding(bench, done)
    return found


_THREADS = re.compile(rb"\b(?:pthread_create|thrd_create)\b")
_RACE = "C11 5.1.2.4p25: two threads access an object without order, and one of them modifies it"


def _races(bench: _Bench) -> Finding | None:
    """Ask gcc's thread sanitizer about a program that starts threads."""
    if not _THREADS.search(bench.source.read_bytes()):
        return None
    unbounded = replace(bench, limits=replace(bench.limits, memory_bytes=None))
    done = unbounded.execute(bench.build("-g", "-O0", "-fsanitize=thread"), slower=3)
    if done is None or done.stopped_by is not None:
        bench.gaps.append("gcc -fsanitize=thread does not run: races of threads were not looked for")
        return None
    report = done.stderr.decode(errors="replace")
    if "WARNING: ThreadSanitizer: data race" not in report:
        return None
    place = re.search(rf"^ *#\d+ .*{re.escape(bench.source.name)}:(\d+)", report, re.MULTILINE)
    line = int(place[1]) if place else None
    return Finding(_RACE, line, "gcc -fsanitize=thread", "data race")


def _placement_finding(bench: _Bench, done: Execution) -> Finding | None:
    """The sanitizers move objects about and change nothing else: who answers differently looks at addresses."""
    wanted = bench.reference()
    same = wanted is not None and (wanted.stdout, wanted.exit_status) == (done.stdout, done.exit_status)
    if wanted is None or same or wanted.signal is not None or done.signal is not None or done.stopped_by is not None:
        return None
    if b"Sanitizer" in done.stderr:
        return None
    return Finding(_PLACEMENT, None, "gcc -fsanitize=address", "objects placed otherwise give another result")


def sanitizer_finding(report: str, file: str) -> Finding | None:
    """Read the first report of UBSan or ASan; `file` is the source whose lines count."""
    if found := re.search(r"^(\S+?):(\d+):\d+: runtime error: (.*)$", report, re.MULTILINE):
        message = found[3]
        return Finding(_rule(message, _RUNTIME_RULES), int(found[2]), "gcc -fsanitize=undefined", message)
    if found := re.search(r"ERROR: AddressSanitizer:? (.*)$", report, re.MULTILINE):
        message = found[1]
        if _STACK_OVERFLOW in message or "rss limit" in message.lower():
            return None
        frame = re.search(rf"^ *#\d+ .*{re.escape(file)}:(\d+)", report, re.MULTILINE)
        return Finding(
            _rule(message, _ADDRESS_RULES),
            int(frame[1]) if frame else None,
            "gcc -fsanitize=address",
            re.sub(r" (on|at) (unknown )?address.*", "", message),
        )
    return None


def _rule(message: str, rules: Sequence[tuple[str, str]]) -> str:
    return next((rule for words, rule in rules if words in message), f"undefined behaviour: {message}")


def _uninitialised_by_pattern(bench: _Bench) -> Finding | None:
    """Fill automatic and allocated objects with two values: a program that never reads them early cannot tell."""
    if bench.watched:
        return None
    answers = [
        bench.answer("-O0", f"-ftrivial-auto-var-init={fill}", environment={"MALLOC_PERTURB_": perturb})
        for fill, perturb in (("zero", "255"), ("pattern", "1"))
    ]
    if None in answers or answers[0] == answers[1]:
        return None
    line, words = _uninitialised_line(bench)
    return Finding(_INDETERMINATE, line, "gcc -ftrivial-auto-var-init=zero against =pattern", words)


def _uninitialised_line(bench: _Bench) -> tuple[int | None, str]:
    for warning in bench.made.warnings():
        if warning.option in ("uninitialized", "maybe-uninitialized"):
            return warning.line, warning.message
    return None, "the output depends on what uninitialised objects hold"


def _warnings(bench: _Bench) -> Finding | None:
    rules: list[tuple[CompilerWarning, str]] = []
    for warning in bench.made.warnings():
        if warning.option == "builtin-declaration-mismatch" and warning.message.startswith("conflicting types"):
            rules.append((warning, "C11 7.1.4p2, 6.5.2.2p9: library function declared with another type"))
        elif warning.option == "main" and warning.message.startswith("return type"):
            rules.append((warning, _STATUS))
        elif warning.option == "expansion-to-defined":
            rules.append((warning, "C11 6.10.1p4: defined that comes from the expansion of a macro"))
        elif warning.message == "line number out of range":
            rules.append((warning, "C11 6.10.4p3: #line with 0 or more than 2147483647"))
        elif warning.option == "sequence-point":
            rules.append((warning, _SEQUENCE))
        elif warning.option == "overflow" and warning.message.startswith("integer overflow in expression"):
            rules.append((warning, _OVERFLOW))
        elif warning.option == "format" and not harmless_format(warning.message):
            rules.append((warning, _FORMAT))
    if not rules:
        return None
    executed = _executed_lines(bench)
    for warning, rule in rules:
        if executed.get(warning.line, 1) > 0:
            return Finding(rule, warning.line, f"gcc -W{warning.option}", warning.message)
    return None


_FORMAT_TYPES = re.compile(r"expects argument of type '([^']*)', but argument \d+ has type '([^']*)'")
_EIGHT_BYTES = re.compile(r"\blong\b(?!.*double)|\*|^size_t|^ssize_t|^u?intmax_t|^u?int64_t|^ptrdiff_t")


def harmless_format(message: str) -> bool:
    """True when the two types of a -Wformat warning are passed alike on x86-64 (long and long long, say)."""
    found = _FORMAT_TYPES.search(message)
    if found is None:
        return "expects a matching" not in message
    kinds = []
    for name in found.groups():
        name = name.split("{aka ")[-1].strip("{}' ")
        if "double" in name or "float" in name or (re.search(r"struct|union", name) and "*" not in name):
            kinds.append(name)
        else:
            kinds.append("eight" if _EIGHT_BYTES.search(name) else "four")
    return kinds[0] == kinds[1]


def _executed_lines(bench: _Bench) -> dict[int, int]:
    """How often each executable line of the source ran, by gcov; empty when that cannot be told."""
    folder = bench.folder / "coverage"
    folder.mkdir()
    folder.chmod(0o777)
    words = ["gcc", *QUIET, "-O0", "--coverage", *bench.flags, "-c", str(bench.source), "-o", "unit.o"]
    words = [word for word in words if not word.startswith("-l")]
    if not run_trusted(words, cwd=folder).succeeded:
        return {}
    libraries = [flag for flag in bench.flags if flag.startswith("-l")]
    if not run_trusted(["gcc", "--coverage", "unit.o", "-o", "program", *libraries], cwd=folder).succeeded:
        return {}
    (folder / "program").chmod(0o755)
    try:
        run([str(folder / "program")], bench.limits, cwd=folder)
        told = run_trusted(["gcov", "--json-format", "--stdout", "unit.gcda"], cwd=folder)
        report = json.loads(told.stdout)
    except (SandboxError, ValueError):
        return {}
    counts: dict[int, int] = {}
    for file in report.get("files", []):
        if Path(file["file"]).name == bench.source.name:
            for line in file["lines"]:
                number = line["line_number"]
                counts[number] = max(counts.get(number, 0), line["count"])
    return counts


def _doubtful_permissions(bench: _Bench) -> dict[str, str]:
    if not bench.watched:
        return _PERMISSIONS
    return {_NO_RESTRICT: _PERMISSIONS[_NO_RESTRICT]} if b"restrict" in bench.source.read_bytes() else {}


def _assumptions_of_optimisers(bench: _Bench) -> Finding | None:
    """Options that take a permission away from gcc -O2 change nothing in a program that gives it no cause.

    Of a run that the strict build watched, they tell bugs of gcc, but for the uses of restrict that it does not see.
    """
    permissions = _doubtful_permissions(bench)
    plain = bench.answer("-O2") if permissions else None
    if plain is None or bench.answer("-O2", *permissions) in (None, plain):
        return None
    for option, rule in permissions.items():
        if bench.answer("-O2", option) not in (None, plain):
            return Finding(rule, None, f"gcc -O2 against gcc -O2 {option}", f"{option} changes what the program does")
    together = " ".join(permissions)
    return Finding(_OVERFLOW, None, f"gcc -O2 against gcc -O2 {together}", "together they change what it does")


def _memcheck(bench: _Bench) -> Finding | None:
    if bench.watched:
        return None
    # Debian's `valgrind` is a shell script around this, and the sandbox starts no shells.
    valgrind = shutil.which("valgrind.bin") or shutil.which("valgrind")
    if valgrind is None:
        bench.gaps.append("valgrind is not installed: uninitialised values were looked for by filling only")
        return None
    program = bench.build("-O0", "-g")
    if program is None:
        return None
    log = bench.folder / "memcheck"
    log.mkdir()
    log.chmod(0o777)
    words = [valgrind, "-q", "--vgdb=no", f"--log-file={log}/log", str(program)]
    limits = replace(
        bench.limits,
        memory_bytes=None,
        open_files=1024,
        cpu_seconds=bench.limits.cpu_seconds * 6,
        wall_seconds=bench.limits.wall_seconds * 6,
        readable=(program, Path("/usr/libexec/valgrind"), Path("/usr/lib/valgrind")),
    )
    try:
        done = run(words, limits, cwd=log, environment={"TMPDIR": str(log)})
    except SandboxError as error:
        bench.gaps.append(f"valgrind does not start in the sandbox ({error})")
        return None
    if done.stopped_by is not None:
        bench.gaps.append(f"valgrind was stopped ({done.stopped_by})")
    try:
        report = (log / "log").read_text(errors="replace")
    except OSError:
        bench.gaps.append("valgrind does not run in the sandbox")
        return None
    return memcheck_finding(report, bench.source.name)


def memcheck_finding(report: str, file: str) -> Finding | None:
    """Read the first error of valgrind's memcheck that has a line of `file` in its stack."""
    for block in re.split(r"^==\d+== *\n", report, flags=re.MULTILINE):
        lines = [re.sub(r"^==\d+== ?", "", line) for line in block.splitlines()]
        message = next((line for line in lines if line and not line.startswith(" ")), "")
        if "uninitialised" in message.lower():
            rule = _INDETERMINATE
        elif message.startswith(("Invalid read", "Invalid write")):
            rule = "C11 6.5.6p8: access outside of an object"
        else:
            continue
        frame = re.search(rf"\({re.escape(file)}:(\d+)\)", "\n".join(lines))
        if frame is not None:
            return Finding(rule, int(frame[1]), "valgrind", message)
    return None
