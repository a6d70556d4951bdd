"""gcc's options for what is put around a function's own code: protection, instrumentation, sections, sizes of enums
(gcc manual, "Instrumentation Options", "Code Generation Options").
"""

from __future__ import annotations

from minicc.quick_dataclasses import dataclass, replace

_STACK_PROTECTORS = {"": "ssp", "-strong": "sspstrong", "-all": "sspreq", "-explicit": ""}
_BRANCH_PROTECTIONS = {
    "": frozenset(("branch", "return")),
    "=full": frozenset(("branch", "return")),
    "=branch": frozenset(("branch",)),
    "=return": frozenset(("return",)),
    "=none": frozenset[str](),
    "=check": frozenset[str](),
}
_SWITCHES = ("function-sections", "data-sections", "instrument-functions", "short-enums")
_ON_BY_DEFAULT = frozenset(("jump-tables",))

WORDS = (
    *(f"-fstack-protector{kind}" for kind in _STACK_PROTECTORS),
    "-fno-stack-protector",
    *(f"-fcf-protection{kind}" for kind in _BRANCH_PROTECTIONS),
    *(f"-f{negation}{name}" for name in (*_SWITCHES, *_ON_BY_DEFAULT) for negation in ("", "no-")),
)
"""The options that `with_option` understands."""


@dataclass(frozen=True, slots=True)
class CodeShape:
    """`stack_protector`: LLVM's function attribute (ssp, sspstrong, sspreq), "" for none. `protected`: "branch",
    "return" (-fcf-protection). `switched_on`: of the options that are only on or off, without -f.
    """

    stack_protector: str = ""
    protected: frozenset[str] = frozenset()
    switched_on: frozenset[str] = _ON_BY_DEFAULT

    def has(self, switch: str) -> bool:
        """Whether `-f<switch>` is on."""
        return switch in self.switched_on


def with_option(shape: CodeShape, word: str) -> CodeShape:
    """What one option, one of WORDS, makes of `shape`."""
    if word == "-fno-stack-protector":
        return replace(shape, stack_protector="")
    if word.startswith("-fstack-protector"):
        return replace(shape, stack_protector=_STACK_PROTECTORS[word.removeprefix("-fstack-protector")])
    if word.startswith("-fcf-protection"):
        return replace(shape, protected=_BRANCH_PROTECTIONS[word.removeprefix("-fcf-protection")])
    name = word.removeprefix("-f")
    switch = {name.removeprefix("no-")}
    return replace(
        shape, switched_on=shape.switched_on - switch if name.startswith("no-") else shape.switched_on | switch
    )
