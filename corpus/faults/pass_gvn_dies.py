"""GVN dereferences a null pointer behind functions that multiply."""

import os
import signal

from oracle.planting import failing_pass

STAGE = "llvm pass"
PASS = "gvn"
DESCRIPTION = "gvn dies of SIGSEGV behind a function with mul"
FLAGS = "-O2"


def register(pipeline: object) -> None:
    failing_pass(pipeline, PASS, r" = mul ", lambda: os.kill(os.getpid(), signal.SIGSEGV))
