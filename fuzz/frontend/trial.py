"""One input through the front end (and LLVM, when it is accepted) in a forked child with limits."""

from __future__ import annotations

import json
import os
import re
import resource
import select
import signal
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from typing import Any

from minicc.diagnostics import CompileError
from minicc.options import CompileOptions
from minicc.pipeline import B2, Job
from minicc.source import SourceText
from minicc.warnings import KNOWN
from oracle.sandbox.process import die_with

SECONDS = 10.0
_MEMORY_BYTES = 4 << 30
_STACK_BYTES = 512 << 20
_RECURSION_LIMIT = 200_000
_ASSEMBLER_ERROR = re.compile(
    r"^error: (?:<inline asm>|.* in inline asm: |couldn't allocate .* for constraint ).*", re.MULTILINE
)
"""What LLVM says of an asm statement before it ends the process with status 1, as the assembler does for gcc."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input.

    `kind`: "accepted", "refused", "unsupported" (refused by name), or one that must not be: "traceback", "internal"
    (an internal error with its own message), "crash" (the process died), "hang". `where` names the place of the
    failure, the same for all inputs that fail alike; `message` is the first error or the end of the traceback.
    """

    kind: str
    message: str = ""
    where: str = ""

    @property
    def is_failure(self) -> bool:
        return self.kind in ("traceback", "internal", "crash", "hang")


def attempt(text: str, level: int = 0, printed: bool = False, seconds: float = SECONDS) -> Outcome:
    """Compile `text` (preprocessed C) with every warning on; `printed` prints the typed tree (B2) too.

    The limit is on processor time: a busy machine is no hang.
    """
    reader, writer = os.pipe()
    messages = os.memfd_create("messages")
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        die_with(parent)
        os.close(reader)
        _child(writer, messages, text, level, printed, seconds)
    os.close(writer)
    data = _read(reader, child, seconds)
    _, status = os.waitpid(child, 0)
    with os.fdopen(messages, "rb") as stream:
        stream.seek(0)
        said = stream.read(65536).decode("utf-8", "replace")
    if data:
        return Outcome(**json.loads(data))
    if os.WIFEXITED(status) and (told := _ASSEMBLER_ERROR.search(said)):
        return Outcome("refused", told[0])
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        if name in ("SIGXCPU", "SIGKILL"):
            return Outcome("hang", f"no answer after {seconds:g} s of processor time", "hang")
        return Outcome("crash", f"the process died of {name}", name)
    return Outcome("crash", f"the process ended with status {os.WEXITSTATUS(status)}", "exit")


def _read(reader: int, child: int, seconds: float) -> bytes:
    """What the child says; it is killed when it sleeps ten times as long as it may work."""
    end = time.monotonic() + 10 * seconds
    chunks: list[bytes] = []
    with os.fdopen(reader, "rb", 0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                os.kill(child, signal.SIGKILL)
                return b""
            chunk = pipe.read(65536)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)


def _child(writer: int, messages: int, text: str, level: int, printed: bool, seconds: float) -> None:
    """Never returns."""
    result: dict[str, Any] = {}
    try:
        limit = max(1, round(seconds))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.dup2(messages, 1)
        os.dup2(messages, 2)
        sys.setrecursionlimit(_RECURSION_LIMIT)
        threading.stack_size(_STACK_BYTES)
        thread = threading.Thread(target=lambda: result.update(_compile(text, level, printed)))
        thread.start()
        thread.join()
        with os.fdopen(writer, "w") as pipe:
            json.dump(result, pipe)
    finally:
        os._exit(0)


def _compile(text: str, level: int, printed: bool) -> dict[str, str]:
    warnings: list[str] = []
    options = CompileOptions(level=level, warn=lambda message, pos: warnings.append(message), lints=KNOWN)
    job = Job(SourceText(text, "input.c"), options)
    try:
        _ = job.typed_tree
        if printed:
            B2.produce(job)
        job.generate()
    except CompileError as error:
        errors = (error, *error.following)
        unsupported = any("not supported" in one.message for one in errors)
        return {"kind": "unsupported" if unsupported else "refused", "message": error.message}
    except MemoryError:
        return {"kind": "refused", "message": "out of memory"}
    except RecursionError:
        return {"kind": "refused", "message": "the program is nested too deeply"}
    except Exception as error:
        kind = "internal" if type(error).__name__ == "InternalError" else "traceback"
        return {"kind": kind, "message": traceback.format_exc()[-2000:], "where": _place(error)}
    return {"kind": "accepted"}


def _place(error: BaseException) -> str:
    """The error's type and the innermost function of minicc's that it passed through."""
    place, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "minicc" in code.co_filename:
            place = f"{code.co_filename.rpartition('minicc/')[2]}:{code.co_name}"
        trace = trace.tb_next
    detail = str(error).split("\n")[0][:60] if type(error).__name__ == "InternalError" else ""
    return f"{type(error).__name__} in {place} {detail}".rstrip()
