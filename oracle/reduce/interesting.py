"""Does a smaller program still show the same divergence, and is it still a defined program?

The checks are those of the judge, cheapest first: most candidates do not compile or no longer diverge.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from oracle.bisect.behaviour import Behaviour, Workshop, behaviour_of
from oracle.compilers import gcc
from oracle.compilers.crash import crash_message
from oracle.compilers.protocol import Compiler
from oracle.judge import first_error
from oracle.sandbox import MIB, run
from oracle.verdict import Compilation, Stop, Verdict

_LIBRARIES = ("-lm",)
_SUSPICIOUS = frozenset(
    {
        b"uninitialized",
        b"maybe-uninitialized",
        b"return-type",
        b"sequence-point",
        b"array-bounds",
        b"aggressive-loop-optimizations",
        b"strict-aliasing",
        b"format",
        b"overflow",
        b"implicit-function-declaration",
        b"implicit-int",
        b"int-conversion",
        b"incompatible-pointer-types",
        b"builtin-declaration-mismatch",
    }
)
_ERRORS = (
    "-Werror=implicit-function-declaration",
    "-Werror=implicit-int",
    "-Werror=int-conversion",
    "-Werror=incompatible-pointer-types",
    "-Werror=return-type",
)
_HANG_SECONDS = 10.0
_SANITIZE = (
    "-O0",
    "-fsanitize=address,undefined,float-cast-overflow",
    "-fno-sanitize=alignment",
    "-fno-sanitize-recover=all",
    "-fsanitize-address-use-after-scope",
)
_SANITIZER_OPTIONS = {"ASAN_OPTIONS": "detect_leaks=0:detect_stack_use_after_return=1"}
_WARNING = re.compile(rb"\[-W([a-z-]+)(?:=\d*)?\]$", re.MULTILINE)


@dataclass(slots=True)
class Check:
    """The test that every reduction step must pass; remembers what it was asked.

    `keeps` is an extra condition on the source and what it should do (the same stage, say), asked before the
    expensive checks.
    """

    verdict: Verdict
    subject: Compiler
    reference: Compiler
    shop: Workshop
    signature: str | None = None
    keeps: Callable[[Path, Behaviour], bool] | None = None
    tolerated: frozenset[bytes] | None = None
    """Kinds of warnings that the original has, which the judge found to be harmless; None until it was tested."""
    tests: int = 0
    _known: dict[bytes, bool] = field(default_factory=dict)

    def __call__(self, text: str) -> bool:
        """True when `text` shows the same verdict and nothing undefined was found in it."""
        key = hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
        if key not in self._known:
            self.tests += 1
            source = self.shop.write(text, ".c")
            try:
                self._known[key] = _CHECKS[self.verdict](self, source)
            finally:
                source.unlink()
        return self._known[key]

    def calibrate(self, text: str) -> bool:
        """Take the original's message for the signature to keep; False when it does not show the verdict."""
        source = self.shop.write(text, ".c")
        made = self._compile(self.subject, source)
        if self.verdict is Verdict.COMPILER_CRASH:
            self.signature = crash_message(made)
        elif self.verdict is Verdict.REJECTS_VALID:
            self.signature = _message(made)
        elif self.verdict is Verdict.ACCEPTS_INVALID:
            self.signature = _message(self._compile(self.reference, source))
        return self(text)

    def quick_test(self, text: str) -> Callable[[str], bool] | None:
        """A test for programs that do what `text` does: whether the subject gets them wrong, and at the same stage."""
        if self.verdict is not Verdict.MISCOMPILE:
            return None
        source = self.shop.write(text, ".c")
        wanted = self._run(self._compile(gcc(), source, "-O0"))
        source.unlink()
        if wanted is None or wanted.stopped is not None or wanted.signal is not None:
            return None

        def is_wrong(text: str) -> bool:
            self.tests += 1
            source = self.shop.write(text, ".c")
            try:
                found = self._run(self._compile(self.subject, source))
                return self._is_wrong(found, wanted) and (self.keeps is None or self.keeps(source, wanted))
            finally:
                source.unlink()

        return is_wrong

    @staticmethod
    def _is_wrong(found: Behaviour | None, wanted: Behaviour) -> bool:
        if found is None or found == wanted:
            return False
        return found.stopped in (None, str(Stop.CPU), str(Stop.OUTPUT))

    # ------------------------------------------------------------------ one check per verdict

    def _compile(self, compiler: Compiler, source: Path, *flags: str, timeout: float = 30.0) -> Compilation:
        return compiler.compile([source], self.shop.path(), flags=["-w", *flags, *_LIBRARIES], timeout=timeout)

    def _run(self, made: Compilation) -> Behaviour | None:
        if made.output is None:
            return None
        try:
            return behaviour_of(run([str(made.output)], self.shop.limits))
        finally:
            made.output.unlink(missing_ok=True)

    def _miscompiles(self, source: Path) -> bool:
        with ThreadPoolExecutor(2) as side:
            wanted = self._differs(source, side)
            if wanted is None:
                return False
            clean = side.submit(self._is_clean, source, wanted)
            return self._is_stable(source, wanted) and clean.result()

    def _differs(self, source: Path, side: ThreadPoolExecutor) -> Behaviour | None:
        """What the program should do, if the subject makes it do something else; None if there is no difference."""
        asked = side.submit(lambda: self._run(self._compile(self.subject, source)))
        wanted = self._run(self.reference.compile([source], self.shop.path(), flags=["-O0", *_ERRORS, *_LIBRARIES]))
        found = asked.result()
        if wanted is None or wanted.stopped is not None or wanted.signal is not None:
            return None
        if not self._is_wrong(found, wanted) or not (self.keeps is None or self.keeps(source, wanted)):
            return None
        return wanted

    def is_wrong(self, text: str) -> bool:
        """The cheap part of the test for a miscompile: the subject does not do what the reference does."""
        key = b"cheap" + hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
        if key not in self._known:
            self.tests += 1
            source = self.shop.write(text, ".c")
            try:
                with ThreadPoolExecutor(2) as side:
                    self._known[key] = self._differs(source, side) is not None
            finally:
                source.unlink()
        return self._known[key]

    def _is_stable(self, source: Path, wanted: Behaviour) -> bool:
        """gcc -O2 agrees, though it fills automatic objects with a pattern, and warns of nothing suspicious."""
        flags = ["-O2", "-Wall", "-ftrivial-auto-var-init=pattern", *_LIBRARIES]
        made = gcc().compile([source], self.shop.path(), flags=flags)
        warnings = _SUSPICIOUS.intersection(_WARNING.findall(made.execution.stderr))
        if self.tolerated is None:
            self.tolerated = warnings
        if not warnings <= self.tolerated:
            return False
        return self._run(made) == wanted

    def _is_clean(self, source: Path, wanted: Behaviour) -> bool:
        """The program does the same under the address and undefined-behaviour sanitizers, which stop at a finding."""
        made = gcc("-w", *_SANITIZE).compile([source], self.shop.path(), flags=_LIBRARIES)
        if made.output is None:
            return False
        limits = self.shop.limits
        roomy = replace(limits, memory_bytes=None, stack_bytes=64 * MIB, cpu_seconds=3 * limits.cpu_seconds)
        try:
            return behaviour_of(run([str(made.output)], roomy, environment=_SANITIZER_OPTIONS)) == wanted
        finally:
            made.output.unlink(missing_ok=True)

    def _rejects(self, source: Path) -> bool:
        if gcc().compile([source], self.shop.path(), flags=[*_ERRORS, *_LIBRARIES]).output is None:
            return False
        made = self._compile(self.subject, source)
        return made.output is None and crash_message(made) is None and _message(made) == self.signature

    def _accepts(self, source: Path) -> bool:
        theirs = self._compile(self.reference, source)
        return theirs.output is None and _message(theirs) == self.signature and self._built(source)

    def _built(self, source: Path) -> bool:
        return self._compile(self.subject, source).output is not None

    def _crashes(self, source: Path) -> bool:
        message = crash_message(self._compile(self.subject, source))
        return (
            message is not None
            and message == self.signature
            and self._compile(self.reference, source).output is not None
        )

    def _hangs(self, source: Path) -> bool:
        if self._compile(self.reference, source).output is None:
            return False
        made = self._compile(self.subject, source, timeout=_HANG_SECONDS)
        return made.execution.stopped_by in (Stop.CPU, Stop.WALL)


_CHECKS: dict[Verdict, Callable[[Check, Path], bool]] = {
    Verdict.MISCOMPILE: Check._miscompiles,
    Verdict.REJECTS_VALID: Check._rejects,
    Verdict.ACCEPTS_INVALID: Check._accepts,
    Verdict.COMPILER_CRASH: Check._crashes,
    Verdict.COMPILER_HANG: Check._hangs,
}


def _message(made: Compilation) -> str:
    """The error without what names of the program make of it."""
    message = first_error(made.execution).rpartition("error:")[2]
    return re.sub(r"'[^']*'|\u2018[^\u2019]*\u2019|\d+", "*", message)
