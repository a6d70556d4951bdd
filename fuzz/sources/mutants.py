"""Mutants of the programs of a folder as a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fuzz.mutate.mutations import NoMutantError, mutate
from fuzz.mutate.profile import NoProfileError, Profile, profile
from fuzz.sources import NoProgramError, Program
from fuzz.sources.folder import FolderSource, folder_source

MUTATOR_VERSION = 1
"""Rises whenever the same seed gives another mutant."""


@dataclass(frozen=True, slots=True)
class MutantSource:
    """Variants of every .c file below a folder that print what the file's program prints.

    A seed is an index into the files in sorted order, over and over: seed modulo their number is the file.
    """

    folder: FolderSource
    _profiles: dict[int, Profile | str] = field(default_factory=dict, compare=False, repr=False)
    """What each file's blocks do, or why that is not known; found out once in each worker."""

    def program(self, seed: int) -> Program:
        index = seed % len(self.folder.files)
        if index not in self._profiles:
            self._profiles[index] = self._profile(index)
        known = self._profiles[index]
        name = self.folder.files[index]
        if isinstance(known, str):
            raise NoProgramError(f"{name}: {known}")
        try:
            text = mutate(known, seed)
        except NoMutantError as error:
            raise NoProgramError(f"{name}: {error}") from None
        return Program(text.encode(), seed, name=f"{name.stem}-{seed}.c")

    def _profile(self, index: int) -> Profile | str:
        from minicc.diagnostics import CompileError
        from minicc.preprocess import preprocess
        from oracle.compilers import compiler_from_command

        path = self.folder.root / self.folder.files[index]
        try:
            text = preprocess(path).text
            return profile(text, compiler_from_command("gcc -O0"))
        except (CompileError, NoProfileError) as error:
            return str(error)

    def configuration(self) -> dict[str, object]:
        return {**self.folder.configuration(), "source": "mutate", "mutator": MUTATOR_VERSION}

    @property
    def size(self) -> int | None:
        return None


def mutant_source(root: Path) -> MutantSource:
    """Raises SourceError when the folder holds no C file."""
    return MutantSource(folder_source(root))
