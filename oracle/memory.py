"""Does a program's answer depend on how much memory it can get?

A compiler may remove an allocation whose memory is never looked at, so a program that allocates until it fails has an
answer that no limit of a sandbox can settle. With a probe loaded before it, the program says so when an allocation
fails.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from oracle.sandbox import Limits, SandboxError, cache_directory, run, run_trusted

_MARK = b"[an allocation failed]"

_PROBE = """
#include <stddef.h>
#include <unistd.h>
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
static void *told(void *p, int wanted)
{
    if (!p && wanted && write(2, "MARK", sizeof "MARK" - 1) < 0) return p;
    return p;
}
void *malloc(size_t n) { return told(__libc_malloc(n), n != 0); }
void *calloc(size_t n, size_t size) { return told(__libc_calloc(n, size), n && size); }
void *realloc(void *p, size_t n) { return told(__libc_realloc(p, n), n != 0); }
""".replace("MARK", _MARK.decode())

_ALLOCATORS = re.compile(rb"\0(?:[cm]alloc|realloc|reallocarray|strn?dup|v?asprintf|getline|open_memstream)\0")


def asks_for_memory(program: Path) -> bool:
    """True when an executable names a function of the library that allocates for it."""
    return _ALLOCATORS.search(program.read_bytes()) is not None


def allocation_failed(program: Path, limits: Limits) -> bool:
    """True when the program asked for memory in vain; False too where the probe cannot be loaded (static programs)."""
    probe = Path(shutil.copy(_probe(), program.parent))  # the cache may be ours alone to read
    readable = (*limits.readable, program, probe)
    try:
        done = run([str(program)], replace(limits, readable=readable), environment={"LD_PRELOAD": str(probe)})
    except SandboxError:
        return False
    return _MARK in done.stderr


def _probe() -> Path:
    """glibc's allocator, with a word on standard error when it gives nothing: a shared object, built once."""
    target = cache_directory() / f"allocations-{hashlib.sha256(_PROBE.encode()).hexdigest()[:16]}.so"
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        source, draft = Path(folder) / "probe.c", Path(folder) / "probe.so"
        source.write_text(_PROBE)
        done = run_trusted(["gcc", "-w", "-O1", "-shared", "-fPIC", "-o", str(draft), str(source)])
        if not done.succeeded:
            raise OSError(f"gcc does not build the probe: {done.stderr.decode(errors='replace')[:200]}")
        draft.chmod(0o755)
        draft.replace(target)
    return target
