"""minicc as a function from program text to object file, in a process that stays warm.

Started by `oracle.compilers.warm_minicc` with a socket as standard input and minicc's options as arguments. A request
is the length of a program and its text; the answer is the length of the object file and the file, with length 0 for
whatever is not plainly compiled: a program that needs the preprocessor, one that minicc refuses, a crash. The end of
the socket ends the server.

The loaded process only forks; its child compiles many programs, until the memory that LLVM never frees counts or until
it crashes, and is followed by the next.
"""

from __future__ import annotations

import gc
import importlib
import os
import re
import resource
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from oracle.sandbox import MIB
from oracle.sandbox.process import die_with, wait_or_hang_up

LENGTH = struct.Struct("<I")
NOTHING = LENGTH.pack(0)
_COMPILATIONS_EACH = 500
_COMPILATIONS_PER_LOOK = 10
_GROWTH_BYTES = 256 * MIB
"""A child ends when it has grown by so much: that is cheaper than looking for its garbage."""

_CPU_SECONDS = 1800
_STACK_BYTES = 512 * MIB
_MEMORY_BYTES = 8 * 1024 * MIB
_RECURSION = 200_000

_NEEDS_PREPROCESSOR = re.compile(r"^[ \t]*(?:#|%:)|//|/\*|\\$|\?\?|_Pragma|\r", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_]\w*")
_MACRO = re.compile(r"^#define (\w+)", re.MULTILINE)
_OF_EACH_FILE = ("__FILE__", "__BASE_FILE__", "__LINE__", "__DATE__", "__TIME__", "__TIMESTAMP__", "__COUNTER__")
_HARMLESS = re.compile(r"-([OfmWDUI]|std=|w$|pedantic)")

Compile = Callable[[bytes], bytes]


class UnsuitableOptionsError(Exception):
    """minicc would do more with these options than turn a text into an object file."""


def compile_function(words: Sequence[str]) -> Compile:
    """What minicc with these options does to a text: the object file, b"" for what is not plainly compiled.

    Raises UnsuitableOptionsError.
    """
    invocation = importlib.import_module("minicc.cli").parse_command_line([*words, "program.c"])
    usual = importlib.import_module("minicc.cli").parse_command_line(["program.c"])
    for name in (
        *("inputs", "mode", "assembler", "emit_llvm", "boundary", "list_pass_executions", "link_kind", "link_extra"),
        *("link_relocation", "dependencies", "verbose", "dry_run", "save_temps", "question"),
    ):
        if getattr(invocation, name) != getattr(usual, name):
            raise UnsuitableOptionsError(f"{name}: {getattr(invocation, name)}")
    if any("error" in word for word in invocation.warning_words):
        raise UnsuitableOptionsError("warnings that are errors")
    for word in invocation.preprocessor:
        if not _HARMLESS.match(word):
            raise UnsuitableOptionsError(word)
    macros = _macros(invocation.preprocessor)
    pipeline_module = importlib.import_module("minicc.pipeline")
    source_text = importlib.import_module("minicc.source").SourceText
    pipeline = pipeline_module.Pipeline()
    for plugin in invocation.plugins:
        pipeline_module.load_plugin(pipeline, importlib.import_module("pathlib").Path(plugin))
    options = _with_warnings(invocation)

    def compiled(text: bytes) -> bytes:
        program = text.decode("utf-8", "surrogateescape")
        if _NEEDS_PREPROCESSOR.search(program) or not macros.isdisjoint(_WORD.findall(program)):
            return b""
        try:
            made: bytes = pipeline_module.Job(source_text(program, "program.c"), options, pipeline).generate("object")
        except Exception:
            return b""
        return made

    return compiled


def _with_warnings(invocation: Any) -> Any:
    """The options, with the same warnings looked for as by the command; nobody reads them."""
    options = invocation.compile_options()
    if not invocation.warnings:
        return options
    wanted = importlib.import_module("minicc.warnings").WarningOptions(invocation.warning_words)
    return importlib.import_module("minicc.quick_dataclasses").replace(
        options,
        warn=lambda message, position: None,
        lints=wanted.lints(options.level > 0 or options.optimize_size),
    )


def _macros(words: Sequence[str]) -> frozenset[str]:
    """The names that the preprocessor would replace."""
    command = importlib.import_module("minicc.preprocess").preprocessor_command(words)
    told = subprocess.run(
        [*command, "-dM", "-x", "c", os.devnull], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    return frozenset(_MACRO.findall(told.stdout)) | frozenset(_OF_EACH_FILE)


_TYPICAL_PROGRAM = b"""\
int printf(const char *, ...);
struct pair { int first; long second; };
static int values[] = { 1, 2, 3 };
int main(void)
{
    struct pair pair = { 1, 2 };
    for (int i = 0; i < 3; i++)
        pair.second += values[i] * pair.first;
    switch (pair.first) { case 1: printf("%ld\\n", pair.second); break; default: return 1; }
    return pair.second > 3.5 ? 0 : 2;
}
"""


def serve(channel: socket.socket, compiled: Compile) -> None:
    """Answer requests until the other end is closed; each child of ours answers many."""
    ourselves = os.getpid()
    while True:
        child = os.fork()
        if child == 0:
            die_with(ourselves)
            os._exit(0 if _answer(channel, compiled) else 3)
        ending = os.waitstatus_to_exitcode(wait_or_hang_up(child, channel)[1])
        if ending == 3:
            return
        if ending != 0:
            channel.sendall(NOTHING)


def _answer(channel: socket.socket, compiled: Compile) -> bool:
    """Answer as many requests as one process may; False at the end of the stream."""
    gc.disable()  # as the command does
    limit = _resident_bytes() + _GROWTH_BYTES
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS,) * 2)  # an orphan that hangs must end, too
    for number in range(_COMPILATIONS_EACH):
        text = receive(channel)
        if text is None:
            return False
        made = compiled(text)
        channel.sendall(LENGTH.pack(len(made)) + made)
        if number % _COMPILATIONS_PER_LOOK == 0 and _resident_bytes() > limit:
            break
    return True


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()


def receive(channel: socket.socket) -> bytes | None:
    """One message; None at the end of the stream."""
    head = _exactly(channel, LENGTH.size)
    return None if head is None else _exactly(channel, LENGTH.unpack(head)[0])


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    data = bytearray()
    while len(data) < length:
        more = channel.recv(min(length - len(data), 1 << 20))
        if not more:
            return None
        data += more
    return bytes(data)


def _main(words: Sequence[str]) -> None:
    channel = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.close(null)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        compiled = compile_function(words)
    except Exception:
        return
    if not compiled(_TYPICAL_PROGRAM):
        return
    gc.collect()
    gc.freeze()
    channel.sendall(NOTHING)
    serve(channel, compiled)


def main() -> None:
    """Serve on the socket that is our standard input."""
    sys.setrecursionlimit(_RECURSION)
    threading.stack_size(_STACK_BYTES)  # nested programs recurse, in minicc and in LLVM
    server = threading.Thread(target=_main, args=(sys.argv[1:],))
    server.start()
    server.join()


if __name__ == "__main__":
    main()
