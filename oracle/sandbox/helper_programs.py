"""The sandbox's programs in C: compiled once per user, and again when their text changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def cache_directory() -> Path:
    """Where built helpers are kept: XDG_CACHE_HOME/minicc, created when missing."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    directory = Path(root) / "minicc"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if os.access(directory, os.W_OK):
            return directory
    except (OSError, RuntimeError):
        pass
    directory = Path(tempfile.gettempdir()) / f"minicc-{os.geteuid()}"
    directory.mkdir(mode=0o755, exist_ok=True)
    if directory.stat().st_uid != os.geteuid():
        raise PermissionError(f"{directory}: belongs to another user")
    return directory


def helper_program(source: str, includes: Sequence[str] = (), *, ways: Sequence[Sequence[str]]) -> Path:
    """The program of a C file beside this module, which includes other files there.

    `ways`: the compiler's options, in the order in which they are tried. Raises OSError or
    subprocess.SubprocessError where it cannot be built.
    """
    paths = [Path(__file__).with_name(name) for name in (source, *includes)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
    built = cache_directory() / f"{paths[0].stem}-{digest}"
    if not built.exists():
        _build(paths[0], built, ways)
    return built


def _build(source: Path, built: Path, ways: Sequence[Sequence[str]]) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise FileNotFoundError("gcc")
    with tempfile.NamedTemporaryFile(dir=built.parent, prefix=built.name, delete=False) as draft:
        pass
    try:
        for number, options in enumerate(ways, 1):
            words = [compiler, "-O1", "-w", "-o", draft.name, str(source), *options]
            done = subprocess.run(words, check=number == len(ways), capture_output=True, timeout=60)
            if done.returncode == 0:
                break
        Path(draft.name).chmod(0o755)
        Path(draft.name).rename(built)
    finally:
        Path(draft.name).unlink(missing_ok=True)
