"""The cheap first look at a program whose output is known: compile, load and run it without linking or executing files.

It answers one question only: does the subject's program print what it should and exit with 0? Whatever else happens
(another output, a crash, a refusal, an object file that needs a linker) is for the judge, who starts from the source
with ordinary executables. The reference is asked about many programs at once, in one translation unit.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from oracle.compilers.gcc import QUIET
from oracle.compilers.protocol import Compiler, Preloaded
from oracle.compilers.warm_minicc import WarmMinicc
from oracle.sandbox import Limits, SandboxError
from oracle.sandbox.loader import Loader, LoaderError, NotLoadableError

_TOKEN = re.compile(
    r"""(?P<other>(?:u8|[uUL])?"(?:[^"\\]|\\.)*"|(?:[uUL])?'(?:[^'\\]|\\.)*'|\.?\d(?:[eEpP][+-]|[\w.])*)|[A-Za-z_]\w*"""
)

_WORDS = """
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while asm typeof
    packed aligned vector_size noinline noclone noipa unused used always_inline pure cold hot section weak alias
    fallthrough may_alias malloc transparent_union mode warn_unused_result cleanup
    printf sprintf snprintf puts putchar memset memcpy memmove memcmp memchr strlen strcmp strncmp strcpy strncpy
    strcat strncat strchr strrchr strstr strtol strtoul calloc realloc free abort exit qsort bsearch abs labs llabs
    setjmp longjmp fabs fabsf fabsl sqrt sqrtf sqrtl floor ceil trunc round fmod copysign isnan isinf
"""
_NOT_RENAMED = frozenset(_WORDS.split())
"""Keywords, attributes and functions of the library; so is every name that begins with an underscore."""


@dataclass(frozen=True, slots=True)
class KnownProgram:
    """The text of a program and all that it must print before it exits with 0."""

    text: bytes
    output: bytes


class QuickLook:
    """Compiles with `subject` and asks `reference`, with one loader for both. `close` it, or use it in `with`."""

    def __init__(self, subject: Compiler, reference: Compiler, limits: Limits, compile_seconds: float) -> None:
        self._subject = subject
        self._reference = reference
        self._limits = limits
        self._compile_seconds = compile_seconds
        self._warm = WarmMinicc(subject.command[1:]) if isinstance(subject, Preloaded) else None
        self._loader: Loader | None = None
        self._is_possible = True
        self.run_seconds = 0.0
        """CPU time of the loaded programs."""

    def agrees(self, program: KnownProgram) -> bool:
        """Whether the subject's program certainly does what it must."""
        if self._is_possible and (made := self.subject_object(program.text)):
            return self.prints(made, program.output)
        return False

    def subject_object(self, text: bytes) -> bytes | None:
        """The object file that the subject makes of a text; None when it makes none this way."""
        if self._warm is not None:
            return self._warm.compile(text, self._compile_seconds)
        return self._object(self._subject, text)

    def reference_agrees(self, programs: Sequence[KnownProgram]) -> list[bool]:
        """For each program whether the reference's certainly does what it must."""
        if not self._is_possible or not programs:
            return [False] * len(programs)
        names = [f"p{number}_" for number in range(len(programs))]
        texts = [renamed(program.text, name) for program, name in zip(programs, names, strict=True)]
        made = self._object(self._reference, b"\n".join(texts), *QUIET)
        if made is None:
            return [False] * len(programs)
        return [self.prints(made, program.output, f"{name}main") for program, name in zip(programs, names, strict=True)]

    def prints(self, object_file: bytes, output: bytes, entry: str = "main") -> bool:
        """Whether a program in an object file prints that and exits with 0."""
        try:
            if self._loader is None:
                self._loader = Loader(self._limits)
            done = self._loader.run(object_file, entry)
        except NotLoadableError:
            return False
        except LoaderError:
            self._is_possible = self._loader is not None
            self._drop_loader()
            return False
        self.run_seconds += done.cpu_seconds
        return done.exit_status == 0 and done.stdout == output

    def close(self) -> None:
        """End the helper processes."""
        self._drop_loader()
        if self._warm is not None:
            self._warm.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def processes(self) -> dict[str, int]:
        """The ids of the helper processes by what they do: "subject" (when it is kept warm) and "run"."""
        found = {}
        if self._warm is not None and self._warm.process is not None:
            found["subject"] = self._warm.process
        if self._loader is not None:
            found["run"] = self._loader.process
        return found

    def _drop_loader(self) -> None:
        if self._loader is not None:
            self._loader.close()
            self._loader = None

    def _object(self, compiler: Compiler, text: bytes, *flags: str) -> bytes | None:
        with tempfile.TemporaryDirectory(prefix="look-", dir=_memory_folder()) as folder:
            source, output = Path(folder, "program.c"), Path(folder, "program.o")
            source.write_bytes(text)
            with suppress(SandboxError, OSError):
                made = compiler.compile([source], output, flags=(*flags, "-c"), timeout=self._compile_seconds)
                if made.output is not None:
                    return made.output.read_bytes()
        return None


def renamed(text: bytes, prefix: str) -> bytes:
    """A program with `prefix` before all names of its own, `main` among them: such programs share a translation unit.

    For programs that need no preprocessor and call the library functions that the generators call.
    """

    def replaced(found: re.Match[str]) -> str:
        word = found[0]
        return word if found["other"] or word[0] == "_" or word in _NOT_RENAMED else prefix + word

    return _TOKEN.sub(replaced, text.decode("latin-1")).encode("latin-1")


def _memory_folder() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
