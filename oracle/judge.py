"""Compile with both, run both, compare, and doubt the result before saying it.

A divergence is reported only after everything else that could explain it was
tried: an output that varies by itself, a limit of the sandbox, undefined
behaviour, a reference that disagrees with itself.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from oracle.builds import Builds, builds
from oracle.compilers.crash import crash_message, ran_out_of_memory, signal_name
from oracle.compilers.gcc import QUIET, gcc
from oracle.compilers.protocol import Compiler, Preloaded
from oracle.memory import allocation_failed, asks_for_memory
from oracle.observations import difference, ending, first_error, observed, slowness, stop_words
from oracle.sandbox import Limits, SandboxError, run
from oracle.substitutes import substitutes
from oracle.undefined import Examination, Finding, examine
from oracle.verdict import Compilation, Evidence, Execution, Judgement, Stop, Verdict

COMPILE_SECONDS = 60.0
_LIBRARIES = ("-lm",)
_RUNAWAY = 20
"""A subject's program that used up its CPU limit is wrong, not slow, if the reference's needed this many times less."""

_SHORT_RUN = 0.25
"""CPU seconds up to which a program on which both agree is examined with the slow checks too."""

_MISSING = re.compile(r"((?:undefined reference to|multiple definition of) [^;\n]*)")
_NO_DEFINITION = "C11 6.9p5: not exactly one external definition of what is used"

_CLOCK = re.compile(rb"__(DATE|TIME|TIMESTAMP)__")
"""What makes a compiler's output depend on when it runs."""

_UNCONTRACTED = "-ffp-contract=off"
_FLOATING = re.compile(rb"\b(?:float|double|_Complex)\b|\d\.|\.\d")

_CONSTRAINTS = (
    "-Werror=implicit-function-declaration",
    "-Werror=implicit-int",
    "-Werror=int-conversion",
    "-Werror=incompatible-pointer-types",
    "-Werror=return-type",
)
"""Constraint violations of which gcc 12 only warns."""


class BadProgram(Exception):
    """The file cannot be judged at all (missing, a folder, not text); the message says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What both sides get alike: flags (include folders, macros), limits and the compile limit in wall seconds."""

    flags: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    compile_seconds: float = COMPILE_SECONDS


def judge(
    source: Path,
    subject: Compiler,
    reference: Compiler,
    *,
    limits: Limits | None = None,
    expected_output: bytes | None = None,
    flags: Sequence[str] = (),
    compile_seconds: float = COMPILE_SECONDS,
    trust_expected: bool = False,
    examine_agreement: bool = False,
    voters: Sequence[Compiler] = (),
) -> Judgement:
    """Judge what `subject` makes of the C program in `source` against `reference`.

    `expected_output` is what the program is known to print before it ends with
    status 0; a reference that prints something else makes the verdict
    `inconclusive`. With `trust_expected`, a subject that meets the expectation
    agrees without the reference being asked. With `examine_agreement`, programs
    are looked over for undefined behaviour even when both sides agree, or the subject rejects them. `voters`
    are further references, asked when there is a divergence: one that does not
    answer as `reference` does makes the verdict `inconclusive`. Raises
    BadProgram for a file that is no program text.
    """
    (judgement,) = judge_each(
        source,
        [subject],
        reference,
        limits=limits,
        expected_output=expected_output,
        flags=flags,
        compile_seconds=compile_seconds,
        trust_expected=trust_expected,
        examine_agreement=examine_agreement,
        voters=voters,
    )
    return judgement


def judge_each(
    source: Path,
    subjects: Sequence[Compiler],
    reference: Compiler,
    *,
    limits: Limits | None = None,
    expected_output: bytes | None = None,
    flags: Sequence[str] = (),
    compile_seconds: float = COMPILE_SECONDS,
    trust_expected: bool = False,
    examine_agreement: bool = False,
    voters: Sequence[Compiler] = (),
) -> Iterator[Judgement]:
    """`judge` for several subjects, in order: what does not depend on the subject is worked out once.

    Raises BadProgram for a file that is no program text.
    """
    text = read_program(source)
    flags = (*flags, *substitutes(text))
    settings = Settings(flags, limits or Limits(), compile_seconds)
    later = [(voter, ()) for voter in voters]
    with tempfile.TemporaryDirectory(prefix="judge-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with builds(source, (*flags, *_LIBRARIES), work, compile_seconds, later) as made:
            digest = hashlib.sha256(text).hexdigest()
            trial = _Trial(source, digest, reference, settings, made, expected_output, tuple(voters))
            for subject in subjects:
                yield _judgement(trial, subject, trust_expected=trust_expected, examine_agreement=examine_agreement)


def _judgement(trial: _Trial, subject: Compiler, *, trust_expected: bool, examine_agreement: bool) -> Judgement:
    first = trial.compare(subject, trust_expected=trust_expected)
    if first.verdict.is_divergence and isinstance(subject, Preloaded):
        subject = subject.ordinary()
        first = trial.compare(subject, trust_expected=False)
    if first.verdict is Verdict.AGREE and examine_agreement:
        return trial.examine_agreement(first)
    if not first.verdict.is_divergence:
        return first
    judgement = _Scrutiny(trial, subject, first).judgement()
    if judgement.verdict is Verdict.REJECTS_VALID and examine_agreement:
        return _Scrutiny(trial, subject, judgement).examine_rejection() or judgement
    return judgement


def read_program(source: Path) -> bytes:
    """The text of a program; raises BadProgram for anything that is none."""
    try:
        text = source.read_bytes()
    except IsADirectoryError:
        raise BadProgram(f"{source}: is a directory") from None
    except OSError as error:
        raise BadProgram(f"{source}: {error.strerror}") from error
    if b"\0" in text:
        raise BadProgram(f"{source}: is a binary file, not a C program")
    if not text.strip():
        raise BadProgram(f"{source}: is empty")
    return text


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a program is not judged, whatever the subject makes of it."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class _Trial:
    """One program, and everything about judging it that is not the subject."""

    source: Path
    digest: str
    reference: Compiler
    settings: Settings
    made: Builds
    expected: bytes | None
    voters: tuple[Compiler, ...] = ()
    _executions: dict[tuple[Path, Limits], Execution] = field(default_factory=dict)
    _examinations: dict[bool, Examination] = field(default_factory=dict)
    _answers: dict[str, Refusal | None] = field(default_factory=dict)

    def execute(self, program: Path) -> Execution:
        """Run an executable that does not come from a subject, once."""
        limits = self.settings.limits
        if (program, limits) not in self._executions:
            self._executions[program, limits] = run([str(program)], limits)
        return self._executions[program, limits]

    def examine(self, known: Execution | None, *, steady: bool) -> Examination:
        """Look for undefined behaviour because two compilers differ, once."""
        if steady not in self._examinations:
            self._examinations[steady] = examine(
                self.source,
                flags=(*self.settings.flags, *_LIBRARIES),
                limits=self.settings.limits,
                order=True,
                known=known,
                steady=steady,
                made=self.made,
            )
        return self._examinations[steady]

    def answer(self, question: str, ask: Callable[[], Refusal | None]) -> Refusal | None:
        """What the reference's program alone decides, worked out once."""
        if question not in self._answers:
            self._answers[question] = ask()
        return self._answers[question]

    def compare(self, subject: Compiler, *, trust_expected: bool) -> Judgement:
        """The verdict at face value."""
        return _Comparison(self, subject).judgement(trust_expected)

    def examine_agreement(self, agreed: Judgement) -> Judgement:
        """`undefined` where two compilers happen to agree on a program that has no defined answer."""
        done = agreed.evidence.reference_run
        if done is None:
            return agreed
        found = examine(
            self.source,
            flags=(*self.settings.flags, *_LIBRARIES),
            limits=self.settings.limits,
            thorough=done.cpu_seconds < _SHORT_RUN,
            known=done,
            made=self.made,
        )
        return agreed if found.finding is None else undefined(agreed, found.finding)

    def compile(self, compiler: Compiler, *, seconds: float | None = None) -> Compilation:
        """Build the program afresh, in a folder of its own."""
        place = Path(tempfile.mkdtemp(dir=self.made.folder))
        place.chmod(0o755)
        return compiler.compile(
            [self.source],
            place / "program",
            flags=(*self.settings.flags, *_LIBRARIES),
            timeout=seconds or self.settings.compile_seconds,
        )


@dataclass(slots=True)
class _Comparison:
    trial: _Trial
    subject: Compiler

    def judgement(self, trust_expected: bool) -> Judgement:
        trial = self.trial
        flags = trial.settings.flags
        evidence = Evidence(
            subject_command=(*self.subject.command, *flags),
            reference_command=(*trial.reference.command, *flags),
            program_digest=trial.digest,
        )
        ours = trial.compile(self.subject)
        evidence = replace(evidence, subject_compilation=ours.execution)
        if trust_expected and ours.output is not None and trial.expected is not None:
            met, evidence = self._meets_expectation(ours.output, evidence)
            if met:
                return self._say(Verdict.AGREE, "prints what was predicted", evidence)
        theirs = trial.made.compilation(trial.reference)
        evidence = replace(evidence, reference_compilation=theirs.execution)
        if told := self._compilers(ours, theirs, evidence):
            return told
        if ours.output is None or theirs.output is None:
            raise AssertionError("a compilation without output is a crash, a hang or a rejection")
        return self._runs(ours.output, theirs.output, evidence)

    def _meets_expectation(self, program: Path, evidence: Evidence) -> tuple[bool, Evidence]:
        try:
            done = run([str(program)], self.trial.settings.limits)
        except SandboxError:
            return False, evidence
        met = done.succeeded and done.stdout == self.trial.expected
        return met, replace(evidence, subject_run=done) if met else evidence

    def _compilers(self, ours: Compilation, theirs: Compilation, evidence: Evidence) -> Judgement | None:
        """The verdict when not both made a program."""
        name, other = self.subject.name, self.trial.reference.name
        if message := crash_message(ours):
            return self._say(Verdict.COMPILER_CRASH, message, evidence)
        if ran_out_of_memory(ours.execution):
            return self._say(Verdict.INCONCLUSIVE, f"{name} ran out of memory", evidence)
        if ours.execution.stopped_by is not None:
            return self._stopped_compiler(ours.execution, evidence)
        if (message := crash_message(theirs)) or ran_out_of_memory(theirs.execution):
            return self._say(Verdict.INCONCLUSIVE, f"the reference fails: {message or 'out of memory'}", evidence)
        if theirs.execution.stopped_by is not None:
            return self._say(Verdict.INCONCLUSIVE, f"the reference's compilation was stopped ({other})", evidence)
        if ours.output is None and theirs.output is None:
            return self._say(Verdict.AGREE, f"both reject it: {first_error(theirs.execution)}", evidence)
        if theirs.output is None and (missing := _MISSING.search(theirs.execution.stderr.decode(errors="replace"))):
            rule = f"{_NO_DEFINITION}: {missing[1]}"
            judgement = self._say(Verdict.ACCEPTS_INVALID, f"{name} makes a program of it", evidence)
            return replace(refused(judgement, Verdict.UNDEFINED, rule), rule=_NO_DEFINITION)
        if theirs.output is None:
            reason = f"{name} accepts what {other} rejects: {first_error(theirs.execution)}"
            return self._say(Verdict.ACCEPTS_INVALID, reason, evidence)
        if ours.output is None:
            return self._say(Verdict.REJECTS_VALID, first_error(ours.execution), evidence)
        return None

    def _stopped_compiler(self, done: Execution, evidence: Evidence) -> Judgement:
        if done.stopped_by in (Stop.CPU, Stop.WALL):
            reason = f"still compiling after {self.trial.settings.compile_seconds:.0f} s"
            return self._say(Verdict.COMPILER_HANG, reason, evidence)
        return self._say(Verdict.INCONCLUSIVE, f"{self.subject.name} was stopped ({done.stopped_by})", evidence)

    def _runs(self, ours: Path, theirs: Path, evidence: Evidence) -> Judgement:
        limits = self.trial.settings.limits
        reference = self.trial.execute(theirs)
        evidence = replace(evidence, reference_run=reference)
        if reference.stopped_by is not None:
            reason = f"the reference's program was stopped ({stop_words(reference.stopped_by, limits)})"
            return self._say(Verdict.INCONCLUSIVE, reason, evidence)
        try:
            subject = run([str(ours)], limits)
        except SandboxError as error:
            return self._say(Verdict.MISCOMPILE, f"the subject's program does not start: {error}", evidence)
        evidence = replace(evidence, subject_run=subject)
        expected = self.trial.expected
        if expected is not None and (reference.stdout != expected or not reference.succeeded):
            reason = "prediction differs: the reference's program does not print what was predicted"
            return self._say(Verdict.INCONCLUSIVE, reason, evidence)
        if subject.stopped_by is not None:
            return self._stopped_program(subject, reference, evidence)
        if observed(subject) == observed(reference):
            if slow := slowness(subject, reference):
                evidence = replace(evidence, notes=(*evidence.notes, slow))
            return self._say(Verdict.AGREE, ending(reference), evidence)
        return self._say(Verdict.MISCOMPILE, difference(subject, reference), evidence)

    def _stopped_program(self, subject: Execution, reference: Execution, evidence: Evidence) -> Judgement:
        stop = subject.stopped_by
        assert stop is not None
        words = stop_words(stop, self.trial.settings.limits)
        runaway = stop in (Stop.CPU, Stop.WALL) and (
            subject.cpu_seconds if stop is Stop.CPU else subject.wall_seconds
        ) > _RUNAWAY * max(reference.cpu_seconds, reference.wall_seconds if stop is Stop.WALL else 0.0)
        if runaway or stop in (Stop.OUTPUT, Stop.FORBIDDEN):
            reason = f"the subject's program was stopped ({words}); the reference's {ending(reference)}"
            return self._say(Verdict.MISCOMPILE, reason, evidence)
        return self._say(Verdict.INCONCLUSIVE, f"the subject's program was stopped ({words})", evidence)

    def _say(self, verdict: Verdict, reason: str, evidence: Evidence) -> Judgement:
        return Judgement(verdict, reason, evidence, self.trial.source)


@dataclass(slots=True)
class _Scrutiny:
    trial: _Trial
    subject: Compiler
    claim: Judgement
    watched: bool = False
    """The strict build saw all of the run and nothing wrong in it."""

    def judgement(self) -> Judgement:
        if self.claim.verdict is Verdict.MISCOMPILE:
            varies = self._varies()
            return (
                self._wants_memory()
                or self._undefined(steady=varies is None)
                or varies
                or self._wants_stack()
                or self._contracts()
                or self._reference_wavers()
                or self._voters_disagree()
                or self.claim
            )
        if self.claim.verdict is Verdict.REJECTS_VALID:
            return self._violates_constraint() or self._voters_reject() or self.claim
        if self.claim.verdict is Verdict.ACCEPTS_INVALID:
            return self._voters_accept() or self.claim
        if self.claim.verdict is Verdict.COMPILER_HANG:
            return self._was_merely_slow() or self.claim
        return self.claim

    def _varies(self) -> Judgement | None:
        return self._refused_by(self.trial.answer("varies", self._variation))

    def _variation(self) -> Refusal | None:
        """Run the reference's program again, at random addresses and with twice the memory."""
        limits = self.trial.settings.limits
        memory = None if limits.memory_bytes is None else 2 * limits.memory_bytes
        other = replace(limits, randomize_addresses=True, memory_bytes=memory)
        built = self._reference_build()
        if _CLOCK.search(self.trial.source.read_bytes()):
            built = self.trial.compile(self.trial.reference).output
        was = self.claim.evidence.reference_run
        if built is None or was is None:
            return Refusal(Verdict.INCONCLUSIVE, "the reference's program could not be built again")
        for _ in range(2):
            now = run([str(built)], other)
            if observed(now) != observed(was):
                return Refusal(Verdict.UNSTABLE, f"the reference's program varies by itself: {difference(now, was)}")
        return None

    def _wants_memory(self) -> Judgement | None:
        return self._refused_by(self.trial.answer("memory", self._want_of_memory))

    def _want_of_memory(self) -> Refusal | None:
        """A program whose allocations fail has no answer of its own: a compiler may do without them."""
        built = self._reference_build()
        if built is None or not asks_for_memory(built) or not allocation_failed(built, self.trial.settings.limits):
            return None
        return Refusal(Verdict.INCONCLUSIVE, "the program's answer depends on how much memory it can get")

    def _wants_stack(self) -> Judgement | None:
        """A program that merely needs more stack or memory under the subject is not wrong."""
        was, wanted = self.claim.evidence.subject_run, self.claim.evidence.reference_run
        if was is None or wanted is None or was.signal is None:
            return None
        made = self.trial.compile(self.subject)
        if made.output is None:
            return None
        limits = self.trial.settings.limits
        memory = None if limits.memory_bytes is None else 4 * limits.memory_bytes
        roomier = replace(limits, stack_bytes=8 * limits.stack_bytes, memory_bytes=memory)
        if observed(run([str(made.output)], roomier)) == observed(wanted):
            return self._refuse(Verdict.INCONCLUSIVE, "the subject's program agrees when given more stack and memory")
        return None

    def _contracts(self) -> Judgement | None:
        """A compiler may evaluate floating expressions with fewer roundings unless the program says otherwise."""
        wanted = self.claim.evidence.reference_run
        if wanted is None or _FLOATING.search(self.trial.source.read_bytes()) is None:
            return None
        built = self.trial.made.program(self.subject, _UNCONTRACTED)
        if built is None or observed(self.trial.execute(built)) != observed(wanted):
            return None
        rule = "C11 6.5p8: whether floating expressions are contracted is the compiler's choice"
        return replace(self._refuse(Verdict.UNSPECIFIED, f"{rule}: right with {_UNCONTRACTED}"), rule=rule)

    def _undefined(self, *, steady: bool) -> Judgement | None:
        found = self.trial.examine(self.claim.evidence.reference_run, steady=steady)
        self.watched = found.watched
        self._note(found.gaps)
        if found.finding is None and found.unfinished:
            return self._refuse(Verdict.INCONCLUSIVE, f"whether it is undefined could not be told: {found.gaps[0]}")
        if found.finding is None:
            return None
        return undefined(self.claim, found.finding)

    def examine_rejection(self) -> Judgement | None:
        """A compiler may refuse a program whose every run is undefined (C11 3.4.3, note 1)."""
        built = self._reference_build()
        if built is None:
            return None
        was = self.trial.execute(built)
        if was.stopped_by is not None:
            return None
        self.claim = replace(self.claim, evidence=replace(self.claim.evidence, reference_run=was))
        told = self._undefined(steady=self._varies() is None)
        return told if told is not None and told.verdict is Verdict.UNDEFINED else None

    def _reference_wavers(self) -> Judgement | None:
        """The reference at -O0 and -O2 must agree with itself; a crash is no answer to compare with."""
        was = self.claim.evidence.reference_run
        for level in ("-O0", "-O2"):
            built = self._reference_build(level)
            if built is None:
                return self._refuse(Verdict.INCONCLUSIVE, f"the reference does not compile it at {level}")
            now = self.trial.execute(built)
            if now.stopped_by is not None or was is None or observed(now) != observed(was):
                told = self._wavering(level)
                if told.verdict is Verdict.UNDEFINED or not self._is_bug_of_family(self.trial.reference):
                    return told
                self._note([f"{self.trial.reference.name} is wrong at {level} too"])
        if was is not None and was.signal is not None:
            return self._refuse(
                Verdict.INCONCLUSIVE, f"the reference's program itself was killed by {signal_name(was.signal)}"
            )
        return None

    def _is_bug_of_family(self, dissenter: Compiler) -> bool:
        """A reference that is of the subject's own family shares its bugs, and says nothing against the others.

        Those must be unanimous: the strict build, compilers of another family at two levels, and the family itself
        without optimisation. (Where it is not, families may read the standard differently: wide bit-fields.)
        """
        own = _family(self.subject)
        return own == _family(dissenter) and self.watched and self._others_are_unanimous(own, dissenter)

    def _others_are_unanimous(self, own: str, dissenter: Compiler) -> bool:
        was = self.claim.evidence.reference_run
        others = [one for one in (self.trial.reference, *self.trial.voters) if _family(one) != own]
        for other in (*others, dissenter):
            for level in ("-O0", "-O2") if other is not dissenter else ("-O0",):
                built = self.trial.made.program(other, level)
                if built is None or was is None:
                    return False
                now = self.trial.execute(built)
                if now.stopped_by is not None or observed(now) != observed(was):
                    return False
        return bool(others)

    def _votes(self) -> Iterator[tuple[Compiler, Compilation]]:
        """What each further reference makes of the program."""
        for voter in self.trial.voters:
            yield voter, self.trial.made.compilation(voter)

    def _voters_disagree(self) -> Judgement | None:
        was, ours = self.claim.evidence.reference_run, self.claim.evidence.subject_run
        for voter, made in self._votes():
            name = shlex.join(voter.command)
            if made.output is None:
                self._note([f"{name} does not compile it and has no vote"])
                continue
            now = self.trial.execute(made.output)
            if now.stopped_by is not None:
                self._note([f"the program of {name} was stopped and has no vote"])
            elif was is not None and observed(now) != observed(was) and self._is_bug_of_family(voter):
                self._note([f"{name} is wrong too"])
            elif was is not None and observed(now) != observed(was):
                with_subject = ours is not None and observed(now) == observed(ours)
                side = " and agrees with the subject" if with_subject else ""
                reason = f"the references disagree: {name} contradicts{side}: {difference(now, was)}"
                return self._refuse(Verdict.INCONCLUSIVE, reason)
        return None

    def _voters_reject(self) -> Judgement | None:
        for voter, made in self._votes():
            name = shlex.join(voter.command)
            if made.output is None and crash_message(made) is None and made.execution.stopped_by is None:
                reason = f"the references disagree: {name} rejects it too: {first_error(made.execution)}"
                return self._refuse(Verdict.INCONCLUSIVE, reason)
        return None

    def _voters_accept(self) -> Judgement | None:
        for voter, made in self._votes():
            if made.output is not None:
                reason = f"the references disagree: {shlex.join(voter.command)} accepts it too"
                return self._refuse(Verdict.INCONCLUSIVE, reason)
        return None

    def _wavering(self, level: str) -> Judgement:
        for warning in self.trial.made.warnings():
            if warning.option in _SUSPICIONS:
                rule = _SUSPICIONS[warning.option]
                reason = f"line {warning.line}: {rule} ({warning.message}); gcc {level} disagrees with the reference"
                return replace(self._refuse(Verdict.UNDEFINED, reason), rule=rule, line=warning.line)
        return self._refuse(
            Verdict.INCONCLUSIVE, f"the reference disagrees with itself at {level}, for no reason that was found"
        )

    def _violates_constraint(self) -> Judgement | None:
        made = gcc().compile(
            [self.trial.source],
            Path(tempfile.mkdtemp(dir=self.trial.made.folder)) / "program",
            flags=("-c", *_CONSTRAINTS, *(flag for flag in self.trial.settings.flags if flag != "-w")),
        )
        if made.output is not None:
            return None
        error = first_error(made.execution)
        rule = "C11 5.1.1.3: a constraint is violated, which gcc only warns of"
        return replace(self._refuse(Verdict.UNDEFINED, f"{rule}: {error}"), rule=rule)

    def _was_merely_slow(self) -> Judgement | None:
        seconds = 4 * self.trial.settings.compile_seconds
        made = self.trial.compile(self.subject, seconds=seconds)
        if made.execution.stopped_by is not None:
            return None
        return self._refuse(Verdict.INCONCLUSIVE, f"{self.subject.name} is done when given {seconds:.0f} s")

    def _reference_build(self, *options: str) -> Path | None:
        return self.trial.made.program(self.trial.reference, *options)

    def _refused_by(self, refusal: Refusal | None) -> Judgement | None:
        return None if refusal is None else self._refuse(refusal.verdict, refusal.reason)

    def _refuse(self, verdict: Verdict, reason: str) -> Judgement:
        return refused(self.claim, verdict, reason)

    def _note(self, notes: Sequence[str]) -> None:
        evidence = self.claim.evidence
        self.claim = replace(self.claim, evidence=replace(evidence, notes=(*evidence.notes, *notes)))


_SUSPICIONS = {
    "return-type": "C11 6.9.1p12: value of a function used that returned none",
    "uninitialized": "C11 6.3.2.1p2: value of an uninitialised object used",
    "maybe-uninitialized": "C11 6.3.2.1p2: value of an uninitialised object used",
    "aggressive-loop-optimizations": "C11 6.5p5: signed integer overflow",
    "strict-aliasing": "C11 6.5p7: object accessed through an lvalue of an incompatible type",
    "array-bounds": "C11 6.5.6p8: array index out of bounds",
    "stringop-overflow": "C11 6.5.6p8: access outside of an object",
}
"""Warnings that explain a reference that disagrees with itself."""


def _family(compiler: Compiler) -> str:
    """What compilers have in common that share their bugs: `gcc` for gcc-12, `clang` for clang-16."""
    known = re.search(r"gcc|clang|minicc|tcc", compiler.name)
    return known[0] if known else compiler.name


def refused(claim: Judgement, verdict: Verdict, reason: str) -> Judgement:
    """`claim` withdrawn in favour of a refusal; a note keeps what it said."""
    evidence = claim.evidence
    note = f"at face value: {claim.verdict}: {claim.reason}"
    return replace(claim, verdict=verdict, reason=reason, evidence=replace(evidence, notes=(*evidence.notes, note)))


def undefined(claim: Judgement, finding: Finding) -> Judgement:
    """`claim` withdrawn because the program breaks a rule."""
    place = f"line {finding.line}: " if finding.line is not None else ""
    reason = f"{place}{finding.rule} ({finding.tool}: {finding.message})"
    return replace(refused(claim, finding.verdict, reason), rule=finding.rule, line=finding.line)


def shell_commands(judgement: Judgement) -> list[str]:
    """What a person types to see both answers."""
    source = str(judgement.source or "program.c")
    commands = []
    for side, words in (
        ("subject", judgement.evidence.subject_command),
        ("reference", judgement.evidence.reference_command),
    ):
        quiet = QUIET if side == "reference" else ()
        build = shlex.join([*words, *quiet, source, "-o", f"./{side}", *_LIBRARIES])
        commands.append(f"{build} && ./{side}; echo $?")
    return commands
