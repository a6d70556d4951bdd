"""Start a process cheaply, collect its output under limits, and leave nothing of it behind.

posix_spawn instead of subprocess: no fork of a parent that may be large; a
pidfd instead of polling for the end of the process.
"""

from __future__ import annotations

import ctypes
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from oracle.verdict import Stop

_CHUNK = 1 << 16
_EXTENSIONS = 9
_SLICE = 0.25
"""Seconds between looks at the scratch directory."""

_RESET_SIGNALS = [
    signal.SIGPIPE,
    signal.SIGXFSZ,
    signal.SIGINT,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGQUIT,
    signal.SIGCHLD,
]


_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, prctl(2)


def die_with(parent: int) -> None:
    """In a child just forked: be killed when the thread that forked it ends, or `parent`, its process."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def wait_or_hang_up(child: int, channel: socket.socket) -> tuple[int, int, resource.struct_rusage]:
    """wait4(2) for a child, which is killed with its group when the other end of `channel` is closed meanwhile."""
    ended = os.pidfd_open(child)
    try:
        either = select.poll()
        either.register(ended, select.POLLIN)
        either.register(channel, 0)  # the end of the other side is always told
        if all(descriptor != ended for descriptor, _ in either.poll()):
            os.kill(child, signal.SIGKILL)
            kill_group(child)
    finally:
        os.close(ended)
    return os.wait4(child, 0)


class SandboxError(Exception):
    """The command could not be started; the message says which step failed and why."""


@dataclass(slots=True)
class Collected:
    """What came out of a process, and the limit that was passed while it ran."""

    stdout: bytes
    stderr: bytes
    stop: Stop | None


@dataclass(frozen=True, slots=True)
class Pipes:
    """Reading ends (non-blocking) and writing ends of a child's standard output and error."""

    stdout: int
    stderr: int
    child_stdout: int
    child_stderr: int

    @classmethod
    def open(cls) -> Pipes:
        stdout, child_stdout = os.pipe()
        stderr, child_stderr = os.pipe()
        os.set_blocking(stdout, False)
        os.set_blocking(stderr, False)
        return cls(stdout, stderr, child_stdout, child_stderr)

    def close_child_ends(self) -> None:
        os.close(self.child_stdout)
        os.close(self.child_stderr)

    def close(self) -> None:
        os.close(self.stdout)
        os.close(self.stderr)


def spawn(command: Sequence[str], environment: Mapping[str, str], pipes: Pipes, trouble: int) -> int:
    """Start `command` in a process group of its own and return its process id.

    Standard input is empty; descriptor 3 of the child is `trouble`.
    """
    null = (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0)
    actions = [
        null,
        (os.POSIX_SPAWN_DUP2, pipes.child_stdout, 1),
        (os.POSIX_SPAWN_DUP2, pipes.child_stderr, 2),
        (os.POSIX_SPAWN_DUP2, trouble, 3),
    ]
    try:
        return os.posix_spawn(
            command[0],
            list(command),
            environment,
            file_actions=actions,
            setpgroup=0,
            setsigmask=[],
            setsigdef=_RESET_SIGNALS,
        )
    except OSError as error:
        raise SandboxError(f"{command[0]}: {error.strerror}") from error


def settle(starter: int, trouble: int) -> int:
    """The process that a launcher with `sibling=1` has left behind, which leads a group of its own.

    Raises:
        SandboxError: the launcher failed before.
    """
    _, status = os.waitpid(starter, 0)
    told = os.read(trouble, 4096) if os.WIFEXITED(status) else b""
    number, _, trouble_told = told.partition(b"\n")
    if os.waitstatus_to_exitcode(status) or not number:
        raise SandboxError(told.decode(errors="replace").strip() or "the launcher was killed")
    process = int(number)
    if trouble_told:
        os.waitpid(process, 0)
        raise SandboxError(trouble_told.decode(errors="replace").strip())
    with suppress(ProcessLookupError, PermissionError):  # it does so itself, maybe later
        os.setpgid(process, 0)
    return process


def memory_before_exec() -> int:
    """Bytes that a spawned child takes over as its peak of resident memory: ours."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def collect(
    pipes: Pipes,
    done: int,
    kill: Callable[[], None],
    *,
    wall_seconds: float,
    output_bytes: int,
    too_much_written: Callable[[], bool] | None = None,
    is_starved: Callable[[], bool] | None = None,
) -> Collected:
    """Read both streams until `done` becomes readable, calling `kill` when a limit is passed.

    `done` is a descriptor that becomes readable when the process has ended. A
    process that `is_starved` at the end of its wall time gets as much again, a
    few times: a busy machine must not change verdicts, and its CPU limit holds.
    """
    streams: dict[int, bytearray] = {pipes.stdout: bytearray(), pipes.stderr: bytearray()}
    poller = select.poll()
    for descriptor in (*streams, done):
        poller.register(descriptor, select.POLLIN)
    deadline = time.monotonic() + wall_seconds
    stop: Stop | None = None
    extensions = 0 if is_starved is None else _EXTENSIONS

    def stop_for(reason: Stop) -> None:
        nonlocal stop, deadline
        stop = stop or reason
        deadline = float("inf")
        kill()

    ended = False
    while not ended:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            if extensions > 0 and is_starved is not None and is_starved():
                extensions -= 1
                deadline += wall_seconds
            else:
                stop_for(Stop.WALL)
            continue
        timeout = remaining if too_much_written is None else min(remaining, _SLICE)
        events = poller.poll(None if timeout == float("inf") else timeout * 1000 + 1)
        for descriptor, _ in events:
            if descriptor == done:
                ended = True
            elif not _read(descriptor, streams[descriptor], output_bytes):
                poller.unregister(descriptor)
            elif len(streams[descriptor]) > output_bytes and stop is None:
                stop_for(Stop.OUTPUT)
        if stop is None and not events and too_much_written is not None and too_much_written():
            stop_for(Stop.OUTPUT)
    for descriptor, data in streams.items():
        while len(data) <= output_bytes and _read(descriptor, data, output_bytes, wait=False):
            pass
        if len(data) > output_bytes:
            stop = stop or Stop.OUTPUT
            del data[output_bytes:]
    return Collected(bytes(streams[pipes.stdout]), bytes(streams[pipes.stderr]), stop)


def _read(descriptor: int, data: bytearray, limit: int, *, wait: bool = True) -> bool:
    """Append what is there, dropping what passes `limit`; False at the end of the stream.

    With `wait` False, an empty stream counts as its end too.
    """
    try:
        chunk = os.read(descriptor, _CHUNK)
    except BlockingIOError:
        return wait
    except OSError:
        return False
    if len(data) <= limit:
        data += chunk
    return bool(chunk)


def is_runnable(process: int) -> bool:
    """True when `process` wants a CPU rather than sleeping (proc(5), /proc/PID/stat)."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] == "R"


def kill_group(process: int) -> None:
    """Kill `process`, which leads its process group and was not waited for, and the whole group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)


def why_stopped(
    ended_by: int | None,
    usage: resource.struct_rusage,
    *,
    cpu_seconds: float | None,
    memory_bytes: int | None,
    inherited_bytes: int,
) -> Stop | None:
    """The limit that the kernel enforced, as far as the way the process died tells.

    A peak of resident memory no higher than `inherited_bytes` says nothing.
    """
    if ended_by is None:
        return None
    used = usage.ru_utime + usage.ru_stime
    if ended_by == signal.SIGXCPU or (ended_by == signal.SIGKILL and cpu_seconds is not None and used >= cpu_seconds):
        return Stop.CPU
    if ended_by == signal.SIGXFSZ:
        return Stop.OUTPUT
    if ended_by == signal.SIGSYS:
        return Stop.FORBIDDEN
    if ended_by == signal.SIGKILL:
        return Stop.MEMORY
    resident = usage.ru_maxrss * 1024
    if memory_bytes is not None and resident > inherited_bytes and resident >= 0.8 * memory_bytes:
        return Stop.MEMORY
    return None
