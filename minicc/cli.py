"""gcc's command line, read by the table of options, and the `minicc` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from minicc.diagnostics import CompileError
from minicc.invocation import Input, Invocation, language_of
from minicc.option_table import OPTIONS, is_harmless

VERSION = "0.1.0"

EXIT_CODES = """\
exit status:
  0  done
  1  the program or the command line is wrong, or a file cannot be read or written
  4  internal error: minicc itself is wrong (MINICC_DEBUG=1 shows where)"""

_EXACT = {option.spelling: option for option in OPTIONS if option.argument != "joined"}
_PREFIXES = sorted(
    (option for option in OPTIONS if option.argument in ("joined", "either")),
    key=lambda option: len(option.spelling),
    reverse=True,
)


# --------------------------------------------------------------------------- reading a command line


def parse_command_line(words: Sequence[str]) -> Invocation:
    """What `words` (without the program's name) ask for. Raises CompileError like gcc's driver would complain."""
    invocation = Invocation()
    stream = iter(_expanded(words))
    for word in stream:
        if not word.startswith("-") or word == "-":
            _add_file(invocation, word)
            continue
        option = _EXACT.get(word)
        if option is not None:
            argument = ""
            if option.argument != "none":
                argument = next(stream, "")
                if not argument:
                    raise CompileError(f"missing argument to '{word}'")
            option.effect(invocation, option.spelling, argument)
            continue
        for option in _PREFIXES:
            if word.startswith(option.spelling):
                option.effect(invocation, option.spelling, word[len(option.spelling) :])
                break
        else:
            if not is_harmless(word):
                raise CompileError(f"unrecognized command-line option '{word}'")
    return invocation


def _expanded(words: Sequence[str]) -> Sequence[str]:
    if not any(word.startswith("@") for word in words):
        return words
    from minicc.response_files import expand

    return expand(words)


def _add_file(invocation: Invocation, word: str) -> None:
    language = invocation.language
    if word == "-" and language is None:
        if invocation.mode != "preprocess":
            raise CompileError("-E or -x required when input is from standard input")
        language = "c"
    invocation.inputs.append(Input(word, language or language_of(word)))


def help_text() -> str:
    """What --help prints: every option that has a line of help, and the exit codes."""
    rows = []
    for option in OPTIONS:
        if option.help:
            spelling, colon, text = option.help.partition(": ")
            if not (colon and spelling.startswith("-")):
                spelling, text = option.spelling, option.help
            rows.append(f"  {spelling:24} {text}" if len(spelling) <= 24 else f"  {spelling}\n{'':27}{text}")
    return "\n".join(
        [
            "Usage: minicc [options] file...",
            "A gcc-compatible C compiler. Inputs: C (.c), preprocessed C (.i), assembly (.s, .S), objects, libraries.",
            "",
            "options:",
            *rows,
            "",
            EXIT_CODES,
        ]
    )


# --------------------------------------------------------------------------- running


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit status. Never raises for anything a user can do."""
    from minicc.driver import run

    words = sys.argv[1:] if argv is None else list(argv)
    try:
        invocation = parse_command_line(words)
    except CompileError as error:
        print(f"minicc: error: {error.message}", file=sys.stderr)
        return 1
    if invocation.question == ("help",):
        print(help_text())
        return 0
    return run(invocation)


class _Ended(BaseException):
    """A signal asked minicc to end."""


def _end(number: int, frame: object) -> None:
    raise _Ended(128 + number)


def console() -> None:
    """The `minicc` command: leaves without the interpreter's and LLVM's tear-down, which costs 12-40 ms."""
    import gc
    import signal

    # A compilation only builds; collecting in between cost 15 % of it, and saved no memory.
    gc.disable()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    status = 1
    try:
        status = main()
        sys.stdout.flush()
    except _Ended as ended:
        from minicc.driver import remove_scratch

        remove_scratch()
        status = int(ended.args[0])
    except BrokenPipeError:
        pass
    finally:
        sys.stderr.flush()
        os._exit(status)
