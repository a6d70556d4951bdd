"""Do two compilers lay out the types of a program alike? Asked of the DWARF of their objects; nothing is run."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from oracle.compilers.protocol import Compiler
from oracle.elf import NotAnObject, ObjectFile, type_differences

_OPTIONS = ("-w", "-g", "-c")


def layout_differences(
    source: Path, subject: Compiler, reference: Compiler, flags: Sequence[str] = (), timeout: float = 60.0
) -> list[str] | str:
    """Each type of which the two objects say different things, one line each; or why they cannot be compared."""
    with tempfile.TemporaryDirectory(prefix="layouts-") as folder:
        objects: list[ObjectFile] = []
        for compiler, name in ((subject, "subject.o"), (reference, "reference.o")):
            options = [*_OPTIONS, *(flag for flag in flags if not flag.startswith("-l"))]
            made = compiler.compile([source], Path(folder, name), flags=options, timeout=timeout)
            if made.output is None:
                return f"{compiler.name} makes no object with -g -c"
            try:
                found = ObjectFile.read(made.output)
            except NotAnObject as error:
                return f"{compiler.name}: {error}"
            if not found.describes_types:
                return f"the object of {compiler.name} describes no types"
            objects.append(found)
        return type_differences(*objects)
