"""What tests need to know of running processes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def processes_of(session: int) -> list[int]:
    """The processes of a session (proc(5), /proc/PID/stat: the fourth field after the name)."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                words = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(words[3]) == session and words[0] != "Z":
                    found.append(int(folder.name))
    return found
