"""The interestingness test for C-Vise: exit status 0 when the program still shows the divergence, 1 otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

from oracle.bisect.behaviour import workshop
from oracle.compilers import compiler_from_command
from oracle.reduce.interesting import Check
from oracle.verdict import Verdict


def main() -> int:
    """Arguments: subject, reference, verdict, signature (may be empty), program."""
    subject, reference, verdict, signature, program = sys.argv[1:]
    with workshop() as shop:
        check = Check(
            Verdict(verdict),
            compiler_from_command(subject),
            compiler_from_command(reference),
            shop,
            signature or None,
        )
        text = Path(program).read_text(encoding="utf-8", errors="surrogateescape")
        return 0 if check(text) else 1


if __name__ == "__main__":
    sys.exit(main())
