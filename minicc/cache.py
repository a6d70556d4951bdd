"""Where minicc keeps what is costly to find out and stays the same: the parser's tables, gcc's linker command."""

from __future__ import annotations

import os


def cache_folder() -> str | None:
    """$XDG_CACHE_HOME/minicc, ~/.cache/minicc without it, None for a user without a home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        base = os.path.expanduser("~/.cache")
    return f"{base}/minicc" if base.startswith("/") else None


def read(path: str) -> bytes | None:
    """What is kept in a file; None when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def keep(path: str, content: bytes) -> bool:
    """Replace a file at once, so that a reader sees the old one or the new one; False when it cannot be written."""
    scratch = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(scratch, "wb") as file:
            file.write(content)
        os.replace(scratch, path)
    except OSError:
        if os.path.isfile(scratch):
            os.unlink(scratch)
        return False
    return True
