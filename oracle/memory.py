"""Does a program's answer depend on how much memory it can get?

A compiler may remove an allocation whose memory is never looked at, so a program that allocates until it fails has an
answer that no limit of a sandbox can settle. A reference built with this probe says so when an allocation fails.
"""

from __future__ import annotations

from pathlib import Path

from oracle.verdict import Execution

MARK = b"[an allocation failed]"

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
""".replace("MARK", MARK.decode())


def write_probe(folder: Path) -> Path:
    """A C file to link with the program: glibc's allocator, with a word on standard error when it gives nothing."""
    probe = folder / "allocation_probe.c"
    probe.write_text(_PROBE)
    return probe


def allocation_failed(done: Execution) -> bool:
    """True when a program that was linked with the probe asked for memory in vain."""
    return MARK in done.stderr
