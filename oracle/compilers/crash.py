"""Did the compiler itself fail, and with which message?

A compiler that rejects a program says so and exits with a small status. A
crash is everything else: a signal, an internal error, an uncaught exception.
"""

from __future__ import annotations

import re
import signal

from oracle.verdict import Compilation, Execution, Stop

_SHELL_SIGNALS = {
    128 + number for number in (signal.SIGILL, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV)
}
"""Exit statuses by which a shell script reports that its child died of a signal."""

_OUT_OF_MEMORY = re.compile(
    r"out of memory|virtual memory exhausted|std::bad_alloc|^MemoryError\b|memory allocation of \d+ bytes failed"
    r"|cannot allocate memory|Killed signal terminated program",
    re.IGNORECASE | re.MULTILINE,
)

_INTERNAL_ERRORS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"internal compiler error: *(?P<what>[^\n]*)",
        r"internal error(?P<what>(?: in [\w.:]+)?: [^\n(]*)",
        r"(?P<what>LLVM ERROR: [^\n]*)",
        r"thread '[^']*'(?: \(\d+\))? panicked at (?P<what>[^\n]*(?:\n(?!note:)[^\n]+)?)",
        r"^panic: (?P<what>[^\n]*)",
        r"^(?P<what>[^\n]*Assertion [`'][^\n]* failed)",
        r"(?P<what>UNREACHABLE executed[^\n]*)",
        r"(?P<what>unreachable code reached[^\n]*)",
        r"(?P<what>(?:Segmentation fault|Aborted|Illegal instruction|Bus error|Floating point exception)\b)",
        r"(?P<what>PLEASE submit a bug report)",
    )
)

_TRACEBACK = "Traceback (most recent call last):"
_FRAME = re.compile(r'^  File "([^"]+)", line \d+, in (\S+)', re.MULTILINE)


def crash_message(compilation: Compilation) -> str | None:
    """What the crash looks like with everything removed that varies between programs; None for no crash.

    Crashes with equal messages are taken for the same bug.
    """
    execution = compilation.execution
    if execution.stopped_by is not None or ran_out_of_memory(execution):
        return None
    if execution.succeeded:
        return None if compilation.output is not None else "exit status 0 but no output file"
    text = execution.stderr.decode(errors="replace")
    if _TRACEBACK in text:
        return _normalised(_python_exception(text))
    for pattern in _INTERNAL_ERRORS:
        if found := pattern.search(text):
            return _normalised(found["what"].strip(" :") or found[0])
    number = execution.signal
    if number is None and execution.exit_status in _SHELL_SIGNALS:
        number = execution.exit_status - 128
    return None if number is None else f"killed by {signal_name(number)}"


def ran_out_of_memory(execution: Execution) -> bool:
    """True when the compiler failed for want of memory, which says nothing about the program."""
    if execution.stopped_by is Stop.MEMORY:
        return True
    if execution.succeeded:
        return False
    return _OUT_OF_MEMORY.search(execution.stderr.decode(errors="replace")) is not None


def signal_name(number: int) -> str:
    """`SIGSEGV` for 11."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _python_exception(text: str) -> str:
    traceback = text[text.rindex(_TRACEBACK) :]
    frames = _FRAME.findall(traceback)
    message = traceback.strip().splitlines()[-1]
    if not frames:
        return message
    path, function = frames[-1]
    return f"{message} in {'/'.join(path.rsplit('/', 2)[-2:])}:{function}"


def _normalised(message: str) -> str:
    message = message[:2000]
    if message.startswith("invalid LLVM IR"):
        # minicc's own words: the function, LLVM's complaint, and behind a bar the instruction.
        message = re.sub(r" of function '[^']*'", "", message.partition("|")[0])
        message = re.sub(r"'%[^']*'", "'%…'", message)
    message = re.sub(r"0x[0-9a-fA-F]+", "0x…", message)
    message = re.sub(r"(?:/[\w.+-]+)+/", "", message)
    message = re.sub(r"\b\d+\b", "N", message)
    return " ".join(message.split())[:200]
