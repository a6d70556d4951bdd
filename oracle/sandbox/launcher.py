"""The launcher program: built once per user, probed once per process.

Layers that the kernel or the container does not offer are left out and named
by `layers`, never fatal.
"""

from __future__ import annotations

import functools
import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from oracle.sandbox.helper_programs import helper_program
from oracle.sandbox.limits import Limits

UNPRIVILEGED_USER = 65534
"""Who runs untrusted programs when we are root and users of their own cannot be had: "nobody"."""

_FIRST_USER = 1_600_000_000
_USERS_EACH = 64
"""Runs that one process of ours can have at once without two of them sharing a user."""

_SHARED_PROCESSES = 512
"""Least cap on processes where all runs are one user's: the kernel counts them by user."""

_FALLBACK_PROCESSES = 256
"""Cap on processes of the user where seccomp cannot forbid new ones."""

_READABLE = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/sys/devices/system/cpu",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
)
_INTERPRETERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1")


@functools.cache
def launcher() -> Path | None:
    """The built launcher; None where it cannot be built or run (prlimit(1) serves then)."""
    try:
        # Started for every run: without dynamic linking, where there is a static C library.
        built = helper_program("launcher.c", ways=(["-static"], []))
        words = [str(built), "program=/bin/true", "--", "true"]
        subprocess.run(words, check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return built


@functools.cache
def layers() -> tuple[str, ...]:
    """The confinement that works here, by name, weakest first."""
    program = launcher()
    if program is None:
        return ("process group", "prlimit") if shutil.which("prlimit") else ("process group",)
    found = ["process group", "rlimits"]
    trials = {"user": [f"user={UNPRIVILEGED_USER}"], "landlock": _landlock_words(), "seccomp": ["filter=1"]}
    if os.geteuid() != 0:
        del trials["user"]
    else:
        trials["own user"] = [f"user={_FIRST_USER}"]
    for name, words in trials.items():
        trial = [str(program), *words, "program=/bin/true", "--", "true"]
        if subprocess.run(trial, capture_output=True, timeout=30, check=False).returncode == 0:
            found.append(name)
    return tuple(found)


_runs = itertools.count()


def user_of_next_run() -> int | None:
    """A user that no other run has at the moment, "nobody" where a container maps few users; None if not root."""
    present = layers()
    if "own user" in present:
        # a process id is below 2**22 (proc(5), pid_max)
        return _FIRST_USER + (os.getpid() % (1 << 22)) * _USERS_EACH + next(_runs) % _USERS_EACH
    return UNPRIVILEGED_USER if "user" in present else None


def _landlock_words() -> list[str]:
    return [
        *(f"read={path}" for path in _READABLE),
        *(f"execute={path}" for path in (*_INTERPRETERS, "/bin/true")),
        "write=/dev/null",
        "write=/dev/full",
    ]


def confining_words(program: str, directory: Path, limits: Limits, user: int | None) -> Iterator[str]:
    """Launcher arguments for an untrusted `program` that starts in `directory` and becomes `user`."""
    present = layers()
    yield f"cpu={limits.cpu_seconds}"
    if limits.memory_bytes is not None:
        yield f"memory={limits.memory_bytes}"
    yield f"stack={limits.stack_bytes}"
    yield f"file={limits.file_bytes}"
    yield f"files={limits.open_files}"
    if user is not None:
        yield f"user={user}"
    if "landlock" in present:
        yield from _landlock_words()
        yield f"execute={program}"
        yield f"write={directory}"
        yield f"read={directory}"
        yield from (f"execute={path}" for path in limits.readable)
    if "seccomp" in present:
        yield "filter=1"
    if limits.processes > 1:
        yield f"processes={limits.processes if 'own user' in present else max(limits.processes, _SHARED_PROCESSES)}"
    elif "seccomp" not in present:
        yield f"processes={_FALLBACK_PROCESSES}"
    if not limits.randomize_addresses:
        yield "fixed=1"


def fallback_command(directory: Path, limits: Limits) -> list[str]:
    """Words to put before a command where the launcher is missing."""
    words = ["/usr/bin/env", "-C", str(directory)]
    prlimit = shutil.which("prlimit")
    if prlimit is not None:
        words += [prlimit, f"--cpu={limits.cpu_seconds}:{limits.cpu_seconds + 1}", "--core=0"]
        words += [f"--fsize={limits.file_bytes}", f"--stack={limits.stack_bytes}"]
        words += [f"--nofile={limits.open_files}", f"--nproc={max(limits.processes, _FALLBACK_PROCESSES)}"]
        if limits.memory_bytes is not None:
            words.append(f"--as={limits.memory_bytes}")
    return words
