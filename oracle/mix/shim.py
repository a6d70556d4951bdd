"""Stands for the compiler while a project is built: some files go to the subject, the others to the reference.

Started by the scripts that `oracle.mix.build` puts first on PATH, with nothing but the standard library at hand, since
it is started once for each file of a project. The file that MINICC_MIX names says which compiler gets which file.

A compilation is keyed by the compiler, its flags and the preprocessed text, and its object is kept: however often a
project is built, each compiler compiles each file once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

PLAN_VARIABLE = "MINICC_MIX"

_WITH_VALUE = {
    *("-o", "-I", "-D", "-U", "-L", "-l", "-x", "-T", "-u", "-z", "-include", "-imacros", "-isystem", "-iquote"),
    *("-idirafter", "-iprefix", "-iwithprefix", "-isysroot", "-MF", "-MT", "-MQ", "-Xlinker", "-Xassembler"),
    *("-Xpreprocessor", "-Xclang", "-mllvm", "--param", "-aux-info", "-arch", "-target", "-e", "-wrapper"),
}
_NO_OBJECT = {"-E", "-S", "-M", "-MM", "-fsyntax-only", "-x", "-", "-save-temps", "-dumpbase", "-fprofile-generate"}
_TRIAL_NAMES = ("conftest", "CMakeScratch", "CMakeTmp", "CMakeCCompilerId", "meson-private", "sanitycheck")
"""Configuration scripts compile these to ask questions about the compiler: they are no part of the project."""


class Words:
    """A compiler's command line, taken apart."""

    def __init__(self, words: list[str]) -> None:
        self.sources: list[str] = []
        self.flags: list[str] = []
        self.dependencies: list[str] = []
        self.output: str | None = None
        self.rest: list[str] = []
        """Everything but the output, in order, sources and libraries included: for the linker."""
        index = 0
        while index < len(words):
            word = words[index]
            value = words[index + 1 : index + 2] if word in _WITH_VALUE else []
            index += 1 + len(value)
            if word == "-o":
                self.output = value[0] if value else None
                continue
            if word.startswith("-o") and len(word) > 2:
                self.output = word[2:]
                continue
            if word in ("-MD", "-MMD", "-MP", "-MG", "-MF", "-MT", "-MQ"):
                self.dependencies += [word, *value]
                continue
            self.rest += [word, *value]
            if not value and word.endswith((".c", ".i")) and not word.startswith("-"):
                self.sources.append(word)
            elif word != "-c" and (value or word.startswith("-")) and not word.startswith(("-l", "-L", "-Wl,")):
                self.flags += [word, *value]
        self.is_trial = any(name in word for name in _TRIAL_NAMES for word in (*words, str(Path.cwd())))
        self.makes_objects = bool(self.sources) and not _NO_OBJECT & set(words) and not self.is_trial
        self.links = "-c" not in words


class Shim:
    """One call of the compiler."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.store = Path(plan["store"])
        self.environment = {**os.environ, "PATH": plan["path"]}
        self.environment.pop(PLAN_VARIABLE, None)

    def call(self, words: list[str]) -> int:
        """Do what the compiler was asked; returns the exit status."""
        parsed = Words(words)
        if not parsed.makes_objects:
            if parsed.links and not parsed.sources and parsed.rest and not parsed.is_trial:
                return self.link(words)
            os.execve(self.plan["reference"][0], [*self.plan["reference"], *words], self.environment)
        objects: dict[str, str] = {}
        for source in parsed.sources:
            target = parsed.output if not parsed.links and parsed.output else None
            if target is None:
                target = Path(source).stem + ".o"
            made = self.compile(source, parsed, target)
            if isinstance(made, int):
                return made
            objects[source] = made
            if not parsed.links:
                shutil.copyfile(made, target)
        if not parsed.links:
            return 0
        rest = [objects.get(word, word) for word in parsed.rest]
        return self.link([*rest, "-o", parsed.output or "a.out"])

    def log(self, **record: object) -> None:
        line = json.dumps(record) + "\n"
        descriptor = os.open(self.plan["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)

    def run(self, words: list[str]) -> tuple[int, bytes]:
        """Exit status (negative: a signal; 124: not finished in time) and standard error."""
        try:
            done = subprocess.run(
                words,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=self.plan["seconds"],
                check=False,
            )
        except subprocess.TimeoutExpired:
            return 124, b"still compiling after %d s" % self.plan["seconds"]
        except OSError as error:
            return 127, f"{words[0]}: {error.strerror}".encode()
        return done.returncode, done.stderr

    # ------------------------------------------------------------------ linking

    def link(self, words: list[str]) -> int:
        status, told = self.run([*self.plan["reference"], *words])
        if status and self.plan["chosen"]:
            again, _ = self.run([*self.plan["subject"], *words])
            if again == 0:
                self.log(kind="link", by="subject")
                return 0
        if status:
            self.log(kind="link", failed=told.decode(errors="replace")[-4000:])
        sys.stderr.buffer.write(told)
        return abs(status)

    # ------------------------------------------------------------------ compiling

    def compile(self, source: str, words: Words, target: str) -> str | int:
        """The object of one source file, from the store if it was compiled before; or the exit status of a failure."""
        unit = os.path.relpath(os.path.realpath(source), self.plan["root"])
        text = self.preprocessed(source, words, target)
        if isinstance(text, int):
            return text
        key = hashlib.sha256(repr((words.flags, text)).encode()).hexdigest()[:32]
        kept = self.store / f"{key}.i"
        if not kept.exists():
            self.write(kept, text)
        record: dict[str, object] = {"unit": unit, "key": key, "flags": words.flags, "cwd": str(Path.cwd())}
        replaced = self.plan["replaced"].get(key)
        if replaced is not None:
            self.log(kind="unit", by="both", **record)
            return str(replaced)
        told = ""
        if self.plan["chosen"] == "all" or unit in self.plan["chosen"]:
            made = self.object("subject", key, source, words)
            if made.endswith(".o"):
                self.log(kind="unit", by="subject", **record)
                return made
            told = Path(made).read_text()
        made = self.object("reference", key, source, words)
        self.log(kind="unit", by="reference", refused=told, **record)
        if made.endswith(".o"):
            return made
        failure = json.loads(Path(made).read_text())
        sys.stderr.write(failure["stderr"])
        return abs(int(failure["status"])) or 1

    def preprocessed(self, source: str, words: Words, target: str) -> str | int:
        dependencies = list(words.dependencies)
        if dependencies and "-MF" not in dependencies:
            dependencies += ["-MF", str(Path(target).with_suffix(".d"))]
        if dependencies and not {"-MT", "-MQ"} & set(dependencies):
            dependencies += ["-MT", target]
        output = self.store / f"{os.getpid()}.tmp.i"
        status, told = self.run(
            [*self.plan["reference"], *words.flags, *dependencies, "-w", "-E", source, "-o", str(output)]
        )
        if status:
            sys.stderr.buffer.write(told)
            return abs(status)
        text = output.read_text(encoding="utf-8", errors="surrogateescape")
        output.unlink()
        return text

    def object(self, who: str, key: str, source: str, words: Words) -> str:
        """The path of the stored object, or of the stored failure (a .json) when this compiler does not take it."""
        compiler = self.plan[who]
        digest = hashlib.sha256(repr((compiler, self.plan["versions"][who], key)).encode()).hexdigest()[:32]
        stored, failure = self.store / f"{digest}.o", self.store / f"{digest}.json"
        for known in (stored, failure):
            if known.exists():
                return str(known)
        draft = self.store / f"{os.getpid()}.tmp.o"
        command = [*compiler, *words.flags, "-c", source, "-o", str(draft)]
        status, told = self.run(command)
        if who == "reference":
            sys.stderr.buffer.write(told)
        if status == 0 and draft.exists():
            draft.rename(stored)
            return str(stored)
        stderr = told.decode(errors="replace")
        self.write(failure, json.dumps({"status": status, "stderr": stderr, "command": command}))
        return str(failure)

    def write(self, path: Path, text: str) -> None:
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text(text, encoding="utf-8", errors="surrogateescape")
        draft.rename(path)


def main() -> int:
    plan = json.loads(Path(os.environ[PLAN_VARIABLE]).read_text())
    return Shim(plan).call(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
