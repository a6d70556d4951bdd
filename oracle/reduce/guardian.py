"""`python -ISE guardian.py PARENT COMMAND...`: run a tool that starts others in sessions of their own, and leave none.

What the tool left behind is ended with it, and everything is when `PARENT` dies or SIGTERM arrives. It imports nothing
of the kit, so that it starts fast.
"""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

_DEATH_SIGNAL, _CHILD_SUBREAPER = 1, 36  # prctl(2)


def main() -> NoReturn:
    """Exit as the tool did, with 128 more than the number of a signal that ended it."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    library = ctypes.CDLL(None)
    signal.signal(signal.SIGTERM, _end)
    library.prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    library.prctl(_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
    tool = os.posix_spawnp(command[0], command, os.environ)
    status = None
    while status is None:
        child, ended = os.wait()
        if child == tool:
            status = ended
    _end_descendants()
    sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


def _end(number: int, frame: FrameType | None) -> NoReturn:
    _end_descendants()
    os._exit(128 + number)


def _end_descendants() -> None:
    """Orphans become children of this process: when it has none, nothing is left."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        for process in _descendants():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        try:
            os.wait()
        except ChildProcessError:
            return


def _descendants() -> list[int]:
    children: dict[int, list[int]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (process / "stat").read_bytes().rpartition(b")")[2].split()[:2]
        except OSError:
            continue
        if state not in (b"Z", b"X"):
            children.setdefault(int(parent), []).append(int(process.name))
    found, new = [], children.get(os.getpid(), [])
    while new:
        found += new
        new = [child for one in new for child in children.get(one, [])]
    return found


if __name__ == "__main__":
    main()
