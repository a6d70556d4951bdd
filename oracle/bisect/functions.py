"""Mixed linking: which functions must the subject compile for the divergence to appear?

The program is taken apart (`oracle.bisect.split`) into two translation units. One holds the definitions that
the subject compiles, the other those of the reference; each declares what the other defines. Delta debugging
(Zeller,
Hildebrandt 2002) finds a smallest guilty set, nearly always one function. Works for any two compilers that
share an ABI.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

from oracle.bisect.behaviour import COMPILE_SECONDS, Behaviour, Workshop, behaviour_of, compile_failure
from oracle.bisect.split import Item, NotSeparable, compose, split
from oracle.compilers.protocol import Compiler
from oracle.sandbox import run

_SEPARATE = ("-fno-common", "-w")


@dataclass(frozen=True, slots=True)
class Guilty:
    """The items that the subject gets wrong; empty when the program does not stand being taken apart (see `notes`)."""

    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    @property
    def function(self) -> str | None:
        """The name, when one item is enough."""
        return self.items[0].source_name if len(self.items) == 1 else None


def guilty_functions(
    preprocessed: str,
    file: str,
    subject: Compiler,
    reference: Compiler,
    expected: Behaviour,
    shop: Workshop,
    link_flags: Sequence[str] = ("-lm",),
) -> Guilty:
    """Find the functions (or initialised variables) that must come from the subject for the divergence to appear."""
    try:
        items = split(preprocessed, file)
        if any(item.unsized for item in items):
            items = _with_lengths(items, reference, shop)
    except NotSeparable as problem:
        return Guilty((), (f"functions not separable: {problem}",))
    candidates = [index for index, item in enumerate(items) if item.kind != "other"]

    def behaviour(chosen: frozenset[int]) -> Behaviour:
        return _mixed(items, candidates, chosen, subject, reference, shop, link_flags)

    untouched = behaviour(frozenset())
    if untouched != expected:
        return Guilty((), (f"functions not separable: taken apart, the reference's program changes ({untouched})",))
    diverging = behaviour(frozenset(candidates))
    if diverging.failure is not None:
        return Guilty((), (f"functions not separable: the program taken apart does not compile ({diverging.failure})",))
    if diverging == expected:
        return Guilty((), ("functions not separable: the divergence vanishes when the program is taken apart",))

    def shows(chosen: frozenset[int]) -> bool:
        found = behaviour(chosen)
        return found.failure is None and found != expected

    smallest = minimise(candidates, shows)
    notes: list[str] = []
    if len(smallest) == 1 and items[smallest[0]].kind == "variable":
        notes.append(f"the initialiser of the variable {items[smallest[0]].source_name!r} is wrong")
    if len(smallest) > 1:
        names = ", ".join(items[index].source_name for index in smallest)
        notes.append(f"only these together show it: {names}")
    return Guilty(tuple(items[index] for index in smallest), tuple(notes))


def minimise(candidates: Sequence[int], shows: Callable[[frozenset[int]], bool]) -> list[int]:
    """A 1-minimal subset for which `shows` holds, given that it holds for all of them (ddmin)."""
    current = list(candidates)
    parts = 2
    while len(current) > 1:
        size = (len(current) + parts - 1) // parts
        chunks = [current[start : start + size] for start in range(0, len(current), size)]
        for chunk in chunks:
            if shows(frozenset(chunk)):
                current, parts = chunk, 2
                break
        else:
            for chunk in chunks if len(chunks) > 2 else []:
                rest = [index for index in current if index not in chunk]
                if shows(frozenset(rest)):
                    current, parts = rest, max(parts - 1, 2)
                    break
            else:
                if parts >= len(current):
                    break
                parts = min(len(current), parts * 2)
    return current


def _mixed(
    items: list[Item],
    candidates: Sequence[int],
    chosen: frozenset[int],
    subject: Compiler,
    reference: Compiler,
    shop: Workshop,
    link_flags: Sequence[str],
) -> Behaviour:
    objects: list[Path] = []
    for compiler, defined in ((subject, chosen), (reference, frozenset(candidates) - chosen)):
        if not defined:
            continue
        source = shop.write(compose(items, defined), ".i")
        output = shop.path(".o")
        made = compiler.compile([source], output, flags=[*_SEPARATE, "-c"], timeout=COMPILE_SECONDS)
        if made.output is None:
            return Behaviour(failure=compile_failure(made))
        objects.append(made.output)
    linked = shop.build(reference, objects, link_flags)
    if linked.output is None:
        return Behaviour(failure=compile_failure(linked))
    return behaviour_of(run([str(linked.output)], shop.limits))


def _with_lengths(items: list[Item], reference: Compiler, shop: Workshop) -> list[Item]:
    """Declarations of arrays get the length that their initialiser gives them: their size is read from an object
    file.
    """
    everything = frozenset(range(len(items)))
    source = shop.write(compose(items, everything), ".i")
    made = reference.compile([source], shop.path(".o"), flags=[*_SEPARATE, "-c"], timeout=COMPILE_SECONDS)
    if made.output is None:
        raise NotSeparable(f"the reference refuses the rewritten program: {compile_failure(made)}")
    with made.output.open("rb") as stream:
        table = ELFFile(stream).get_section_by_name(".symtab")
        symbols = table.iter_symbols() if isinstance(table, SymbolTableSection) else ()
        sizes = {symbol.name: int(symbol["st_size"]) for symbol in symbols}
    return [_sized(item, sizes[item.name]) if item.unsized and item.name in sizes else item for item in items]


def _sized(item: Item, size: int) -> Item:
    length = f"extern __typeof__({item.name}[0]) {item.name}[{size} / sizeof({item.name}[0])];"
    return replace(item, declaration=f"{item.declaration} {length}")
