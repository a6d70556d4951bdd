"""LLVM passes that make a mistake: one seeded edit of the IR behind one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oracle.planting import miscompiling_pass, replace_last

PASSES = (
    "sroa",
    "early-cse",
    "instcombine",
    "simplifycfg",
    "reassociate",
    "gvn",
    "licm",
    "indvars",
    "loop-rotate",
    "dse",
)
"""Passes of -O2 that change nearly every program."""

EDITS = {
    "swaps the operands of sub": (r"= sub ((?:n[su]w )*)(i\d+) (\S+), ([^\s,]+)", r"= sub \1\2 \4, \3"),
    "makes add of a constant sub": (r"= add (?:n[su]w )*(i\d+) (%\S+), (\d+)", r"= sub \1 \2, \3"),
    "makes slt sle": (r"= icmp (?:samesign )?slt ", r"= icmp sle "),
    "makes eq ne": (r"= icmp (?:samesign )?eq ", r"= icmp ne "),
    "makes ult slt": (r"= icmp (?:samesign )?ult ", r"= icmp slt "),
    "makes ashr lshr": (r"= ashr (?:exact )?", r"= lshr "),
    "makes lshr ashr": (r"= lshr (?:exact )?", r"= ashr "),
    "makes sext zext": (r"= sext ", r"= zext "),
    "makes zext sext": (r"= zext (?:nneg )?", r"= sext "),
    "makes and or": (r"= and (i\d+) ", r"= or \1 "),
    "makes mul add": (r"= mul (?:n[su]w )*", r"= add "),
    "drops a store": (r"^  store [^\n]*\n", r""),
    "swaps the targets of a branch": (
        r"br i1 (\S+), label (%[\w.]+), label (%[\w.]+)(?!.*llvm\.loop)",
        r"br i1 \1, label \3, label \2",
    ),
    "swaps the arms of select": (r"= select i1 (\S+), (\w+) (\S+), (\w+) ([^\s,]+)", r"= select i1 \1, \4 \5, \2 \3"),
}
"""Edit -> the last match of this expression in a function becomes that."""


@dataclass(frozen=True, slots=True)
class PassMutation:
    """`pass_name` makes the mistake `edit` in the first function where there is something to edit."""

    pass_name: str
    edit: str

    @property
    def name(self) -> str:
        """A file name for it."""
        return f"{self.pass_name}-{'-'.join(self.edit.split())}"

    def __str__(self) -> str:
        return f"{self.pass_name} {self.edit}"


def pass_mutations() -> list[PassMutation]:
    """All there are."""
    return [PassMutation(one, edit) for one in PASSES for edit in EDITS]


def plugin_text(mutation: PassMutation) -> str:
    """A minicc plugin that is this mutant."""
    return (
        f'"""{mutation}."""\n\nfrom oracle.mutants.passes import plant\n\n\n'
        f"def register(pipeline: object) -> None:\n    plant(pipeline, {mutation.pass_name!r}, {mutation.edit!r})\n"
    )


def plant(pipeline: Any, pass_name: str, edit: str) -> None:
    """Have the pass make the mistake."""
    pattern, replacement = EDITS[edit]
    miscompiling_pass(pipeline, pass_name, lambda text: replace_last(text, pattern, replacement))
