"""Linking: `ld` driven directly with what gcc itself would tell it, asked once and remembered; gcc as the fallback."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from minicc.cache import cache_folder, keep, read
from minicc.diagnostics import CompileError
from minicc.outputs import quoted
from minicc.process import output_of, run
from minicc.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from minicc.options import Relocation

_PLACEHOLDER_OUTPUT = "/minicc/output"


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """`words` are inputs and linker options in command line order ("a.o", "-lm", "-Lx", "-Wl,...").

    `kind` is what comes out: "executable", "shared" (-shared) or "static" (-static); `relocation` "none" makes
    an executable that is not position independent. `extra` are other gcc options that matter for linking ("-pthread").
    """

    words: tuple[str, ...] = ()
    kind: Literal["executable", "shared", "static"] = "executable"
    relocation: Relocation = "pie"
    extra: tuple[str, ...] = ()


def link_objects(objects: Sequence[bytes], output: str | Path, options: LinkOptions) -> None:
    """Link object files held in memory, before the words of `options`. Raises CompileError when the linker fails."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="minicc-") as directory:
        paths = []
        for i, content in enumerate(objects):
            paths.append(f"{directory}/{i}.o")
            with open(paths[-1], "wb") as file:
                file.write(content)
        link(output, LinkOptions((*paths, *options.words), options.kind, options.relocation, options.extra))


def link(output: str | Path, options: LinkOptions, verbose: bool = False, dry_run: bool = False) -> None:
    """Link the words of `options` into `output`, or only say how (`dry_run`). Raises CompileError when that fails."""
    command = _direct_command(output, options) or _gcc_command(output, options)
    if verbose:
        print(quoted(command), file=sys.stderr, flush=True)
    if not dry_run and run(command) != 0:
        raise CompileError("linking failed")


def _gcc_flags(options: LinkOptions) -> list[str]:
    flags = {"executable": [], "shared": ["-shared"], "static": ["-static"]}[options.kind]
    if options.kind == "executable" and "-r" not in options.extra and "-static-pie" not in options.extra:
        flags.append("-no-pie" if options.relocation == "none" else "-pie")
    return [*flags, *options.extra]


def _gcc_command(output: str | Path, options: LinkOptions) -> list[str]:
    return ["gcc", *_gcc_flags(options), "-o", os.fspath(output), *options.words]


def _direct_command(output: str | Path, options: LinkOptions) -> list[str] | None:
    """The `ld` command for an ordinary link; None when only gcc's driver knows what the words mean."""
    if any(word.startswith("-") and not _is_plain(word) for word in options.words):
        return None
    template = _template(_gcc_flags(options))
    if template is None:
        return None
    searched = [word for word in options.words if word.startswith("-L")]
    inputs = [word for word in options.words if not word.startswith("-L")]
    command: list[str] = []
    for word in template:
        if word == _PLACEHOLDER_OUTPUT:
            command.append(os.fspath(output))
        elif word == "@L":
            command += searched
        elif word == "@inputs":
            command += inputs
        else:
            command.append(word)
    return command


def _is_plain(word: str) -> bool:
    return word.startswith("-l") or (word.startswith("-L") and len(word) > 2)


def _template(flags: Sequence[str]) -> list[str] | None:
    """gcc's own linker command for `flags`, with places for the inputs; kept in the user's cache folder."""
    gcc = _identity_of_gcc()
    if gcc is None:
        return None
    folder = cache_folder()
    key = f"3 {gcc} {os.environ.get('LIBRARY_PATH')} {' '.join(flags)}"
    path = f"{folder}/link{re.sub(r'[^A-Za-z0-9]+', '-', ' '.join(['', *flags]))[:80]}"
    content = read(path) if folder is not None else None
    if content is not None:
        its_key, *template = os.fsdecode(content).split("\0")
        if its_key == key:
            return template
    asked = _ask_gcc(flags)
    if asked is not None and folder is not None:
        keep(path, os.fsencode("\0".join([key, *asked])))
    return asked


def _identity_of_gcc() -> str | None:
    """What changes when another gcc is installed; None when there is none on PATH."""
    for directory in os.environ.get("PATH", os.defpath).split(os.pathsep):
        gcc = f"{directory}/gcc"
        try:
            status = os.stat(gcc)
        except OSError:
            continue
        return f"{gcc} {status.st_mtime_ns} {status.st_size}"
    return None


def _ask_gcc(flags: Sequence[str]) -> list[str] | None:
    import shlex
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="minicc-") as directory:
        probe = f"{directory}/probe.o"
        with open(probe, "wb"):
            pass
        status, said = output_of(["gcc", "-###", *flags, "-o", _PLACEHOLDER_OUTPUT, probe])
        lines = [line for line in said.splitlines() if line.split(" ")[1:] and line.split(" ")[1].endswith("collect2")]
        if status != 0 or not lines:
            return None
        words = shlex.split(lines[-1])
        if probe not in words:
            return None
    template = ["ld"]
    skip = False
    for word in words[1:]:
        if skip:
            skip = False
        elif word == "-plugin":
            skip = True
        elif word.startswith("-plugin-opt="):
            continue
        elif word == probe:
            template.append("@inputs")
        elif word.startswith("-L") and "@L" not in template:
            template += ["@L", word]
        else:
            template.append(word)
    return template if "@L" in template else None
