"""Run programs that nobody vouches for, and tools that are trusted but may hang.

Both ways observe the process the same way and return an `Execution`; neither
raises for what the process does.
"""

from __future__ import annotations

import math
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from oracle.sandbox.helper_programs import cache_directory
from oracle.sandbox.launcher import (
    confining_words,
    fallback_command,
    launcher,
    layers,
    user_of_next_run,
)
from oracle.sandbox.limits import MIB, Limits
from oracle.sandbox.process import (
    Pipes,
    SandboxError,
    collect,
    is_runnable,
    kill_group,
    memory_before_exec,
    settle,
    spawn,
    why_stopped,
)
from oracle.verdict import Execution, Stop

__all__ = ["MIB", "Limits", "SandboxError", "cache_directory", "layers", "run", "run_trusted"]

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
_MANY_FILES = 10_000
_TOOL_MEMORY = 8 * 1024 * MIB
_TOOL_OUTPUT = 16 * MIB


def run(
    command: Sequence[str],
    limits: Limits | None = None,
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Execution:
    """Run an untrusted executable (a path and its arguments) and observe it.

    Without `cwd` it starts in an empty scratch directory that is removed
    afterwards; only that directory can be written to. `environment` is added to
    a nearly empty one. The program sees its file name, without folders, as
    argv[0]. Raises SandboxError when it cannot be started at all.
    """
    limits = limits or Limits()
    program = str(Path(command[0]).absolute())
    if cwd is not None:
        return _run_confined(command, program, limits, cwd, environment, user_of_next_run())
    scratch = Path(tempfile.mkdtemp(prefix="run-", dir=_scratch_root()))
    try:
        user = user_of_next_run()
        if user is not None:
            os.chown(scratch, user, user)
        return _run_confined(command, program, limits, scratch, environment, user)
    finally:
        try:
            scratch.rmdir()
        except OSError:
            shutil.rmtree(scratch, ignore_errors=True)


def run_trusted(
    command: Sequence[str],
    timeout: float = 60.0,
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    memory_bytes: int | None = _TOOL_MEMORY,
    output_bytes: int = _TOOL_OUTPUT,
) -> Execution:
    """Run a tool (a compiler, say) with our own rights: `timeout` wall seconds, then its group is killed.

    `environment` replaces ours when given. Raises SandboxError when the program is missing.
    """
    program = shutil.which(command[0])
    if program is None:
        raise SandboxError(f"{command[0]}: no such program")
    starter = launcher()
    if starter is None:
        words = ["/usr/bin/env", "-C", str(cwd or Path.cwd()), program, *command[1:]]
    else:
        words = [str(starter), f"cpu={math.ceil(timeout) + 1}", f"parent={os.getpid()}"]
        if memory_bytes is not None:
            words.append(f"memory={memory_bytes}")
        if cwd is not None:
            words.append(f"directory={cwd}")
        # argv[0] stays the path: compilers find their parts through it.
        argv = [program if "/" not in command[0] else command[0], *command[1:]]
        words += [f"program={Path(program).absolute()}", "--", *argv]
    return _observe(
        command,
        words,
        os.environ if environment is None else environment,
        wall_seconds=timeout,
        cpu_seconds=timeout,
        memory_bytes=memory_bytes,
        output_bytes=output_bytes,
    )


def _run_confined(
    command: Sequence[str],
    program: str,
    limits: Limits,
    directory: Path,
    environment: Mapping[str, str] | None,
    user: int | None,
) -> Execution:
    starter = launcher()
    if starter is None:
        words = [*fallback_command(directory, limits), program, *command[1:]]
    else:
        words = [str(starter), *confining_words(program, directory, limits, user)]
        words += [f"parent={os.getpid()}", f"directory={directory}", f"program={program}"]
        words += ["--", Path(program).name, *command[1:]]
    return _observe(
        command,
        words,
        {**_ENVIRONMENT, **(environment or {})},
        wall_seconds=limits.wall_seconds,
        cpu_seconds=limits.cpu_seconds,
        memory_bytes=limits.memory_bytes,
        output_bytes=limits.output_bytes,
        too_much_written=lambda: _holds_more_than(directory, limits.file_bytes),
    )


def _observe(
    command: Sequence[str],
    words: Sequence[str],
    environment: Mapping[str, str],
    *,
    wall_seconds: float,
    cpu_seconds: float,
    memory_bytes: int | None,
    output_bytes: int,
    too_much_written: Callable[[], bool] | None = None,
) -> Execution:
    inherited = memory_before_exec()
    sibling = memory_bytes is not None and 2 * inherited > memory_bytes and words[0] == str(launcher())
    if sibling:
        words, inherited = [words[0], "sibling=1", *words[1:]], 0
    pipes = Pipes.open()
    trouble, child_trouble = os.pipe()
    try:
        started = time.monotonic()
        try:
            process = spawn(words, environment, pipes, child_trouble)
        finally:
            pipes.close_child_ends()
            os.close(child_trouble)
        if sibling:
            process = settle(process, trouble)
        reaped = False
        try:
            done = os.pidfd_open(process)
            try:
                collected = collect(
                    pipes,
                    done,
                    lambda: kill_group(process),
                    wall_seconds=wall_seconds,
                    output_bytes=output_bytes,
                    too_much_written=too_much_written,
                    is_starved=None if too_much_written is None else lambda: is_runnable(process),
                )
            finally:
                os.close(done)
            kill_group(process)  # what the leader left behind; its zombie keeps the group's number taken
            _, status, usage = os.wait4(process, 0)
            reaped = True
        finally:
            if not reaped:
                kill_group(process)
                with suppress(ChildProcessError):
                    os.waitpid(process, 0)
        wall = time.monotonic() - started
        os.set_blocking(trouble, False)
        with suppress(BlockingIOError):
            if message := os.read(trouble, 4096):
                raise SandboxError(message.decode(errors="replace").strip())
    finally:
        os.close(trouble)
        pipes.close()
    return execution(
        command,
        status,
        usage,
        collected.stdout,
        collected.stderr,
        wall,
        collected.stop,
        cpu_seconds=cpu_seconds,
        memory_bytes=memory_bytes,
        inherited_bytes=inherited,
    )


def execution(
    command: Sequence[str],
    status: int,
    usage: resource.struct_rusage,
    stdout: bytes,
    stderr: bytes,
    wall_seconds: float,
    stop: Stop | None,
    *,
    cpu_seconds: float | None,
    memory_bytes: int | None,
    inherited_bytes: int,
) -> Execution:
    """The `Execution` for a wait status and what was seen meanwhile."""
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    return Execution(
        command=tuple(command),
        exit_status=None if ended_by is not None else os.WEXITSTATUS(status),
        signal=ended_by,
        stdout=stdout,
        stderr=stderr,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        wall_seconds=wall_seconds,
        stopped_by=stop
        or why_stopped(
            ended_by, usage, cpu_seconds=cpu_seconds, memory_bytes=memory_bytes, inherited_bytes=inherited_bytes
        ),
    )


def _scratch_root() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _holds_more_than(directory: Path, limit: int) -> bool:
    total = count = 0
    for folder, _, files in os.walk(directory):
        count += 1 + len(files)
        for name in files:
            with suppress(OSError):
                total += (Path(folder) / name).lstat().st_size
        if total > limit or count > _MANY_FILES:
            return True
    return False
