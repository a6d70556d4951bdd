"""What every test may rely on: the commands of this very environment (minicc, oracle, fuzz) are first on PATH."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["PATH"] = os.pathsep.join([os.fspath(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
