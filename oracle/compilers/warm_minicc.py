"""minicc in a process that stays warm, from text to object file: for campaigns that compile very many programs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from oracle.compilers.warm_minicc_server import LENGTH, receive

_START_SECONDS = 60.0


class WarmMinicc:
    """One warm minicc with `options`, which compiles one program at a time.

    It says nothing about failures: what it does not compile is to be compiled by the command.
    """

    def __init__(self, options: Sequence[str]) -> None:
        self._options = tuple(options)
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._is_possible = True

    @property
    def process(self) -> int | None:
        """The server's process id, while there is one."""
        return None if self._process is None else self._process.pid

    def compile(self, text: bytes, timeout: float) -> bytes | None:
        """The object file; None when the command has to be asked."""
        if not self._is_possible:
            return None
        try:
            channel = self._channel or self._start()
            channel.settimeout(timeout)
            channel.sendall(LENGTH.pack(len(text)) + text)
            made = receive(channel)
        except OSError:
            made = None
        if made is None:
            self.close()
        return made or None

    def close(self) -> None:
        """End the server; the next compilation starts another."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._channel = self._process = None

    def _start(self) -> socket.socket:
        """Raises OSError when no server can be had: minicc is not importable, or its options are unsuitable."""
        self._is_possible = False
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "oracle.compilers.warm_minicc_server", *self._options],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                process_group=0,
            )
        self._channel = ours
        ours.settimeout(_START_SECONDS)
        if receive(ours) is None:
            raise ConnectionError("the warm minicc ended")
        self._is_possible = True
        return ours
