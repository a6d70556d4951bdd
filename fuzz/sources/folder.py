"""A folder of C programs as a source."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from fuzz.sources import NoProgramError, Program, SourceError


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Every .c file below a folder; a seed is an index into their sorted order."""

    root: Path
    files: tuple[Path, ...]
    digest: str

    def program(self, seed: int) -> Program:
        if not 0 <= seed < len(self.files):
            raise NoProgramError(f"{self.root} has no file number {seed}")
        path = self.root / self.files[seed]
        try:
            text = path.read_bytes()
        except OSError as error:
            raise NoProgramError(f"{path}: {error.strerror}") from None
        # Includes with quotes are looked up beside the file.
        return Program(text, seed, flags=(f"-I{path.parent}",), name=str(self.files[seed]))

    def configuration(self) -> dict[str, object]:
        return {"source": "folder", "files": len(self.files), "digest": self.digest}

    @property
    def size(self) -> int | None:
        return len(self.files)


def folder_source(root: Path) -> FolderSource:
    """Raises SourceError when the folder holds no C file."""
    root = root.resolve()
    files = tuple(sorted(path.relative_to(root) for path in root.rglob("*.c") if path.is_file()))
    if not files:
        raise SourceError(f"{root}: no .c file in this folder or below it")
    total = hashlib.sha256("\n".join(map(str, files)).encode())
    return FolderSource(root, files, total.hexdigest())
