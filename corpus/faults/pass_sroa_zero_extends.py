"""SROA replaces a sign extension by a zero extension while it promotes memory to registers."""

from oracle.planting import miscompiling_pass

STAGE = "llvm pass"
PASS = "sroa"
DESCRIPTION = "SROA zero-extends signed values"
FLAGS = "-O1"


def register(pipeline: object) -> None:
    miscompiling_pass(pipeline, PASS, lambda text: text.replace(" = sext i", " = zext i"))
