"""Run object files without a linker: a small server process loads each in a confined child of its own.

The child has the limits and the system call filter of a program that the launcher starts, and can open no file at all.
It is for programs that are expected to behave: whatever looks wrong here is to be run as an ordinary executable
before anything is said of it.
"""

from __future__ import annotations

import functools
import os
import socket
import struct
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from oracle.sandbox.helper_programs import helper_program
from oracle.sandbox.launcher import layers, user_of_next_run
from oracle.sandbox.limits import Limits

_REQUEST = struct.Struct("<II")
_ANSWER = struct.Struct("<iiII")
_ENDED, _NOT_LOADED = 0, 1
_GRACE_SECONDS = 30.0
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class LoaderError(Exception):
    """The loader ended or does not answer."""


@functools.cache
def loader() -> Path | None:
    """The built loader; None where it cannot be built or programs cannot be confined in it."""
    if not {"rlimits", "landlock", "seccomp"} <= set(layers()):
        return None
    try:
        # Programs may call the mathematical library, which is looked up at run time only.
        words = ["-fno-strict-aliasing", "-Wl,--no-as-needed", "-lm", "-ldl"]
        return helper_program("loader.c", ["launcher.c"], ways=[words])
    except (OSError, subprocess.SubprocessError):
        return None


class NotLoadableError(Exception):
    """The object file needs a linker; the message says for what."""


@dataclass(frozen=True, slots=True)
class LoadedRun:
    """What a loaded program printed and how it ended; `exit_status` is None when it was killed or stopped."""

    stdout: bytes
    exit_status: int | None
    cpu_seconds: float


class Loader:
    """One server process; runs one program at a time. Use it as a context manager, or `close` it."""

    def __init__(self, limits: Limits) -> None:
        """Raises LoaderError where there can be none."""
        program = loader()
        if program is None:
            raise LoaderError("no loader can be had here")
        self.output_bytes = limits.output_bytes
        words = [str(program), f"cpu={limits.cpu_seconds}", f"stack={limits.stack_bytes}", f"file={limits.file_bytes}"]
        words += [f"output={limits.output_bytes}", f"wall={int(limits.wall_seconds * 1000)}", "files=1", "filter=1"]
        if limits.memory_bytes is not None:
            words.append(f"memory={limits.memory_bytes}")
        if (user := user_of_next_run()) is not None:
            words.append(f"user={user}")
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                words,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                process_group=0,
            )
        self._channel = ours
        self._channel.settimeout(limits.wall_seconds + _GRACE_SECONDS)

    @property
    def process(self) -> int:
        """The server's process id."""
        return self._process.pid

    def run(self, object_file: bytes, entry: str = "main") -> LoadedRun:
        """Call the function `entry` of a relocatable object file.

        Raises NotLoadableError when that needs a linker, LoaderError when the server is lost (it can only be closed).
        """
        name = entry.encode()
        try:
            self._channel.sendall(_REQUEST.pack(len(name), len(object_file)) + name + object_file)
            ending, status, length, microseconds = _ANSWER.unpack(self._receive(_ANSWER.size))
            output = self._receive(length)
        except OSError as error:
            raise LoaderError(f"the loader does not answer: {error}") from error
        if ending == _NOT_LOADED:
            raise NotLoadableError(output.decode(errors="replace").strip())
        exited = ending == _ENDED and os.WIFEXITED(status)
        return LoadedRun(output, os.WEXITSTATUS(status) if exited else None, microseconds / 1e6)

    def close(self) -> None:
        """End the server."""
        self._channel.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _receive(self, length: int) -> bytes:
        data = bytearray()
        while len(data) < length:
            more = self._channel.recv(min(length - len(data), 1 << 20))
            if not more:
                raise LoaderError("the loader ended")
            data += more
        return bytes(data)
