"""Where gcc puts what it writes beside the result: dependencies and temporary files (gcc manual, "Overall Options",
-dumpdir and -dumpbase).
"""

from __future__ import annotations

import os

from minicc.invocation import Input, Invocation


def stem(path: str) -> str:
    """The file's name without folder and suffix."""
    return os.path.splitext(os.path.basename(path))[0]


def dump_base(invocation: Invocation, one: Input) -> str:
    """The beginning of the names of files about one input: `o/x` for `-c a.c -o o/x.o`, `o/x-a` when linking o/x."""
    output = invocation.output
    if invocation.mode == "link":
        program, suffix = os.path.splitext(output or "a.out")
        if suffix not in ("", ".out", ".exe"):
            program += suffix
        return f"{program}-{stem(one.word)}"
    if output is None or output == "-" or invocation.mode in ("preprocess", "check"):
        return stem(one.word)
    return os.path.splitext(output)[0]


def dependency_words(invocation: Invocation, one: Input) -> list[str]:
    """What -M, -MD and their relatives become for gcc -E, which would not know the object's name."""
    if one.language == "cpp-output":
        return []
    asked = list(invocation.dependency_targets)
    if invocation.dependency_phony:
        asked.append("-MP")
    file = invocation.dependency_file
    if not invocation.dependencies:
        listing = invocation.mode == "preprocess" and {"-M", "-MM"} & set(invocation.preprocessor)
        return [*asked, *(["-MF", file] if file else [])] if listing else []
    output = invocation.output
    if output is None or invocation.mode in ("preprocess", "check"):
        target, beside = stem(one.word) + ".o", dump_base(invocation, one)
    else:
        target, beside = output, os.path.splitext(output)[0]
    words = ["-MD" if invocation.dependencies == "all" else "-MMD", "-MF", file or beside + ".d"]
    return [*words, *asked, *([] if invocation.dependency_targets else ["-MQ", target])]


def temporary_base(invocation: Invocation, one: Input) -> str:
    """Where -save-temps keeps the preprocessed text, the assembly and the object of one input, without suffix."""
    base = dump_base(invocation, one)
    return os.path.basename(base) if invocation.save_temps == "cwd" else base


def quoted(words: list[str]) -> str:
    """A command as gcc -### shows it: words with anything unusual in them are in double quotes."""
    return " " + " ".join(word if _is_plain(word) else '"' + _escaped(word) + '"' for word in words)


def _is_plain(word: str) -> bool:
    return bool(word) and all(c.isalnum() or c in "-_/." for c in word)


def _escaped(word: str) -> str:
    return "".join("\\" + c if c in '"\\$' else c for c in word)
