"""Makes the parser's tables when a wheel is built, so that no installed minicc ever has to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TablesHook(BuildHookInterface):
    """Called by hatchling before it collects the files of a wheel (an editable install is one, too)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from minicc.syntax import tables

        folder = Path(self.root, "minicc", "syntax")
        path = folder / tables.FILE_NAME
        path.write_bytes(tables.packed(tables.make(), (folder / tables.GRAMMAR).read_bytes()))
        build_data["artifacts"].append(path.relative_to(self.root).as_posix())
