"""SimplifyCFG inverts a conditional branch without inverting its condition."""

from oracle.planting import miscompiling_pass, replace_last

STAGE = "llvm pass"
PASS = "simplifycfg"
DESCRIPTION = "simplifycfg swaps the targets of a branch"
FLAGS = "-O1"


def register(pipeline: object) -> None:
    miscompiling_pass(
        pipeline,
        PASS,
        lambda text: replace_last(
            text, r"br i1 (\S+), label (%[\w.]+), label (%[\w.]+)(?!.*llvm\.loop)", r"br i1 \1, label \3, label \2"
        ),
    )
