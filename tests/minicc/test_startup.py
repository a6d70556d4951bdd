"""Compiling a small program imports nothing that it does not need: each of these modules costs milliseconds."""

import subprocess
import sys
from pathlib import Path

COSTLY = (
    "argparse",
    "click",
    "dataclasses",
    "fractions",
    "hashlib",
    "inspect",
    "jinja2",
    "lark",
    "llvmlite.binding",
    "minicc.check.asm",
    "minicc.check.printc",
    "minicc.lower.asm",
    "minicc.syntax.unparse",
    "pathlib",
    "plumbum",
    "rich",
    "shutil",
    "subprocess",
    "tempfile",
    "threading",
)


def test_imports_of_a_small_compilation(tmp_path: Path) -> None:
    source = tmp_path / "hello.c"
    source.write_text('#include <stdio.h>\nint main(void) { printf("%d\\n", 1); return 0; }\n')
    script = (
        "import sys; from minicc.cli import main; status = main(sys.argv[1:]);print(*sys.modules); sys.exit(status)"
    )
    words = ["-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}"]
    ran = subprocess.run(
        [sys.executable, *words, "-c", str(source), "-o", str(tmp_path / "hello.o")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    imported = set(ran.stdout.split())
    assert "minicc.lower.function" in imported
    assert imported.isdisjoint(COSTLY), imported & set(COSTLY)
