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
from dataclasses import dataclass
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


@dataclass(frozen=True)
class PreloadedMinicc:
    """minicc with `options`, run in children of a loaded server process.

    A process has one server for all its compilers; after a fork the child
    starts its own. Where no server can run, the ordinary command serves. One
    compilation runs at a time; threads wait for each other.
    """

    options: tuple[str, ...] = ()

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
        done = _servers.run([*self.options, *arguments(sources, output, flags)], timeout)
        if done is None:
            return self.ordinary().compile(sources, output, flags=flags, timeout=timeout)
        return compilation(done, output)


class _Servers:
    """The server of this process: one for each import path, since that decides which minicc is loaded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_path: dict[tuple[str, ...], _Server | None] = {}

    def run(self, words: Sequence[str], timeout: float) -> Execution | None:
        """Compile in a child of the server; None when there can be no server."""
        key = tuple(sys.path)
        with self._lock:
            try:
                if key not in self._by_path:
                    self._by_path[key] = _Server()
                server = self._by_path[key]
                return None if server is None else server.run(words, timeout)
            except (ServerError, OSError):
                self._drop(key)
                self._by_path[key] = None
                return None
            except BaseException:
                self._drop(key)
                raise

    def close(self) -> None:
        """End all servers."""
        for key in list(self._by_path):
            self._drop(key)

    def _drop(self, key: tuple[str, ...]) -> None:
        server = self._by_path.pop(key, None)
        if server is not None:
            server.close()


_servers = _Servers()


def _forget_servers() -> None:
    """In a forked child: the parent's servers stay the parent's."""
    global _servers
    _servers = _Servers()


os.register_at_fork(after_in_child=_forget_servers)
atexit.register(lambda: _servers.close())


class _Server:
    """The server process and the socket to it."""

    def __init__(self) -> None:
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
        try:
            self._receive()
        except ServerError:
            self.close()
            raise

    def close(self) -> None:
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
            inherited_bytes=0,
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
