"""C-Vise driven with the kit's own check as interestingness test, for programs that our parser does not read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
from tempfile import TemporaryDirectory
from threading import Thread

_TEST_SECONDS = 120
_GUARDIAN = Path(__file__).with_name("guardian.py")
_CLIENT = """\
#!{python} -ISE
import socket, sys
channel = socket.socket(socket.AF_UNIX)
channel.connect({address!r})
with open("program.c", "rb") as program:
    channel.sendall(program.read())
channel.shutdown(socket.SHUT_WR)
sys.exit(channel.recv(1) != b"1")
"""


class CviseMissing(Exception):
    """C-Vise is not installed."""


class _Server(ThreadingUnixStreamServer):
    """Answers C-Vise's questions in this process, where compilers are warm; closing it waits for the last answers."""

    def __init__(self, address: str, test: Callable[[str], bool]) -> None:
        super().__init__(address, _Question)
        self.test = test


class _Question(StreamRequestHandler):
    def handle(self) -> None:
        """The text of a program, answered by 1 when it is interesting."""
        assert isinstance(self.server, _Server)
        with suppress(OSError):  # who asked was ended meanwhile
            text = self.rfile.read().decode("utf-8", "surrogateescape")
            self.wfile.write(b"1" if self.server.test(text) else b"0")


def reduce_with_cvise(text: str, test: Callable[[str], bool], seconds: float, jobs: int = 1) -> str:
    """The program that C-Vise leaves after at most `seconds`, testing `jobs` at once. Raises CviseMissing.

    Its tests are in sessions of their own, where killing its process group does not reach them: hence the guardian.
    """
    if shutil.which("cvise") is None:
        raise CviseMissing("cvise: not found (apt-get install cvise), or use --tool own")
    with TemporaryDirectory(prefix="cvise-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        program = folder / "program.c"
        program.write_text(text, encoding="utf-8", errors="surrogateescape")
        address = str(folder / "socket")
        script = folder / "interesting"
        script.write_text(_CLIENT.format(python=sys.executable, address=address))
        script.chmod(0o755)
        words = ["cvise", "--n", str(jobs), "--timeout", str(_TEST_SECONDS), str(script), "program.c"]
        with _Server(address, test) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            try:
                _run_guarded(words, max(1.0, seconds), folder)
            finally:
                server.shutdown()
        return program.read_text(encoding="utf-8", errors="surrogateescape")


def _run_guarded(command: list[str], seconds: float, folder: Path) -> None:
    """Run a tool in `folder` for at most `seconds`, and end it with all that it started."""
    guardian = subprocess.Popen(
        [sys.executable, "-ISE", str(_GUARDIAN), str(os.getpid()), *command],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        with suppress(subprocess.TimeoutExpired):
            guardian.wait(seconds)
    finally:
        guardian.terminate()
        guardian.wait()
