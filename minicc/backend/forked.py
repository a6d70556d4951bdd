"""Run a function in a forked child: LLVM's bisect counter is fresh there, and a crash of LLVM is only the child's."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator

from minicc.diagnostics import InternalError


def in_child(function: Callable[[], str]) -> tuple[str, str]:
    """What `function` returns, and what LLVM wrote to standard error meanwhile.

    Raises InternalError when the child dies of a signal or of an exception.
    """
    from tempfile import TemporaryFile

    with TemporaryFile() as result, TemporaryFile() as messages:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                os.dup2(messages.fileno(), 2)
                text = function()
                result.write(text.encode("utf-8", "surrogateescape"))
                result.flush()
                status = 0
            except BaseException as error:
                os.write(2, f"\n{type(error).__name__}: {error}\n".encode("utf-8", "replace"))
            finally:
                os._exit(status)
        _, status = os.waitpid(pid, 0)
        messages.seek(0)
        said = messages.read().decode("utf-8", "replace")
        if os.WIFSIGNALED(status):
            name = signal.Signals(os.WTERMSIG(status)).name
            raise InternalError(f"LLVM crashed ({name}) after: {_last_line(said)}")
        if os.WEXITSTATUS(status) != 0:
            raise InternalError(_last_line(said) or "LLVM gave up without a word")
        result.seek(0)
        return result.read().decode("utf-8", "surrogateescape"), said


def messages_of_child(function: Callable[[], None]) -> Generator[str, None, None]:
    """The lines that LLVM writes to standard error while `function` runs, as they come; closing this ends the child.

    Raises InternalError when the child dies of a signal or of an exception.
    """
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.dup2(writer, 2)
            function()
            status = 0
        except BaseException as error:
            os.write(2, f"\n{type(error).__name__}: {error}\n".encode("utf-8", "replace"))
        finally:
            os._exit(status)
    os.close(writer)
    last = ""
    try:
        with os.fdopen(reader, encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
            for line in lines:
                last = line if line.strip() else last
                yield line
    except GeneratorExit:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    _, status = os.waitpid(pid, 0)
    if status != 0:
        raise InternalError(f"LLVM crashed or gave up ({os.waitstatus_to_exitcode(status)}): {last.strip()}")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
