"""minicc, loaded once and forked per compilation; and as the ordinary command.

Starting Python and LLVM costs several times what compiling a small program
does, so a campaign keeps one loaded server process and lets it fork. Findings
are confirmed with the ordinary command (`ordinary`).
"""

from __future__ import annotations

import atexit
import importlib.util
import json
import math
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oracle.compilers.command import CommandCompiler, arguments, compilation
from oracle.sandbox import MIB, execution
from oracle.sandbox.process import Pipes, collect
from oracle.verdict import Compilation, Execution

_MEMORY = 8 * 1024 * MIB
_OUTPUT = 16 * MIB
_START_SECONDS = 60.0


def minicc_words() -> tuple[str, ...]:
    """What starts minicc here: the installed command, or the module with our Python."""
    if shutil.which("minicc"):
        return ("minicc",)
    beside = Path(sys.executable).with_name("minicc")
    return (str(beside),) if os.access(beside, os.X_OK) else (sys.executable, "-m", "minicc")


def minicc_is_importable() -> bool:
    """True when the package is there to be preloaded."""
    try:
        return importlib.util.find_spec("minicc.cli") is not None
    except ImportError:
        return False


class ServerError(Exception):
    """The preloaded compiler could not be started or broke down."""


@dataclass
class PreloadedMinicc:
    """minicc with `options`, run in children of a loaded server process.

    A server belongs to the process that started it: after a fork the child
    starts its own. Where no server can run, the ordinary command serves. One
    compilation runs at a time; threads wait for each other.
    """

    options: tuple[str, ...] = ()
    _server: _Server | None = field(default=None, repr=False)
    _broken: bool = field(default=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def name(self) -> str:
        return "minicc"

    @property
    def command(self) -> tuple[str, ...]:
        return ("minicc", *self.options)

    def version(self) -> str:
        return self.ordinary().version()

    def ordinary(self) -> CommandCompiler:
        """The same compiler as a command that starts afresh each time."""
        return CommandCompiler((*minicc_words(), *self.options))

    def compile(
        self,
        sources: Sequence[Path],
        output: Path,
        *,
        flags: Sequence[str] = (),
        timeout: float = 60.0,
    ) -> Compilation:
        output.unlink(missing_ok=True)
        words = [*self.options, *arguments(sources, output, flags)]
        if not self._broken:
            with self._lock:
                try:
                    return compilation(self._usable_server().run(words, timeout), output)
                except (ServerError, OSError):
                    self._drop_server()
                    self._broken = True
                except BaseException:
                    self._drop_server()
                    raise
        return self.ordinary().compile(sources, output, flags=flags, timeout=timeout)

    def _drop_server(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _usable_server(self) -> _Server:
        if self._server is None or self._server.owner != os.getpid():
            self._server = _Server()
        return self._server

    def __getstate__(self) -> tuple[str, ...]:
        return self.options

    def __setstate__(self, options: tuple[str, ...]) -> None:
        self.options = options
        self._server = None
        self._broken = False
        self._lock = threading.Lock()


class _Server:
    """The server process and the socket to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "oracle.compilers.minicc_server"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                close_fds=False,
                process_group=0,
            )
        self._channel = ours
        self._channel.settimeout(_START_SECONDS)
        atexit.register(self.close)
        try:
            self._receive()
        except ServerError:
            self.close()
            raise

    def close(self) -> None:
        """End the server; a process that merely inherited the socket leaves it alone."""
        if self.owner == os.getpid():
            self._channel.close()
            self._process.kill()
            self._process.wait()

    def run(self, words: Sequence[str], timeout: float) -> Execution:
        request = {
            "words": list(words),
            "environment": dict(os.environ),
            "directory": str(Path.cwd()),
            "cpu_seconds": math.ceil(timeout) + 1,
            "memory_bytes": _MEMORY,
        }
        pipes = Pipes.open()
        started = time.monotonic()
        try:
            try:
                socket.send_fds(self._channel, [json.dumps(request).encode()], [pipes.child_stdout, pipes.child_stderr])
            finally:
                pipes.close_child_ends()
            child = int(self._receive()["process"])

            def kill() -> None:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                with suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)

            collected = collect(pipes, self._channel.fileno(), kill, wall_seconds=timeout, output_bytes=_OUTPUT)
            end = self._receive()
        finally:
            pipes.close()
        usage = resource.struct_rusage((end["user"], end["system"], end["resident"], *(0,) * 13))
        return execution(
            ("minicc", *words),
            int(end["status"]),
            usage,
            collected.stdout,
            collected.stderr,
            time.monotonic() - started,
            collected.stop,
            cpu_seconds=timeout,
            memory_bytes=_MEMORY,
        )

    def _receive(self) -> dict[str, Any]:
        try:
            data = self._channel.recv(4096)
        except TimeoutError as error:
            raise ServerError("the preloaded minicc does not answer") from error
        if not data:
            raise ServerError("the preloaded minicc ended")
        message: dict[str, Any] = json.loads(data)
        return message
