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
from oracle.verdict import Compilation

_SEPARATE = ("-fno-common", "-w")
_MOST_REFUSED = 32

MOST_CULPRITS = 6
"""More independent culprits than this are not looked for."""


@dataclass(frozen=True, slots=True)
class Guilty:
    """The items that the subject gets wrong; empty when the program does not stand being taken apart (see `notes`).

    `items` is the smallest set that shows the divergence; `independent` are further ones, wrong without the others.
    """

    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()
    independent: tuple[tuple[Item, ...], ...] = ()

    @property
    def function(self) -> str | None:
        """The name, when one item is enough."""
        return self.items[0].source_name if len(self.items) == 1 else None

    @property
    def culprits(self) -> tuple[tuple[str, ...], ...]:
        """The names in each set."""
        sets = [self.items, *self.independent] if self.items else []
        return tuple(tuple(item.source_name for item in one) for one in sets)


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
        items = separated(preprocessed, file, reference, shop)
    except NotSeparable as problem:
        return Guilty((), (f"functions not separable: {problem}",))
    candidates = [index for index, item in enumerate(items) if item.kind != "other"]

    def behaviour(chosen: frozenset[int]) -> Behaviour:
        return _mixed(items, candidates, chosen, subject, reference, shop, link_flags)

    untouched = behaviour(frozenset())
    if untouched != expected:
        return Guilty((), (f"functions not separable: taken apart, the reference's program changes ({untouched})",))
    diverging = behaviour(frozenset(candidates))
    notes: list[str] = []
    if diverging.failure is not None:
        candidates, refused = _accepted(items, candidates, subject, shop)
        diverging = behaviour(frozenset(candidates))
        if diverging.failure is not None:
            why = f"functions not separable: the program taken apart does not compile ({diverging.failure})"
            return Guilty((), (why,))
        names = ", ".join(items[index].source_name for index in refused)
        notes.append(f"taken apart, the subject does not compile {names}: they were left to the reference")
    if diverging == expected:
        return Guilty((), (*notes, "functions not separable: the divergence vanishes when the program is taken apart"))

    def shows(chosen: frozenset[int]) -> bool:
        found = behaviour(chosen)
        return found.failure is None and found != expected

    sets = independent_sets(candidates, shows)
    for one in sets:
        if len(one) == 1 and items[one[0]].kind == "variable":
            notes.append(f"the initialiser of the variable {items[one[0]].source_name!r} is wrong")
        elif len(one) > 1:
            names = ", ".join(items[index].source_name for index in one)
            notes.append(f"only these together show it: {names}")
    if len(sets) > 1:
        told = "; ".join(", ".join(items[index].source_name for index in one) for one in sets)
        notes.append(f"{len(sets)} independent culprits, each enough by itself: {told}")
    first, *others = (tuple(items[index] for index in one) for one in sets)
    return Guilty(first, tuple(notes), tuple(others))


def separated(preprocessed: str, file: str, reference: Compiler, shop: Workshop) -> list[Item]:
    """The items of a translation unit, with a length for each array. Raises NotSeparable."""
    items = split(preprocessed, file)
    return _with_lengths(items, reference, shop) if any(item.unsized for item in items) else items


def independent_sets(candidates: Sequence[int], shows: Callable[[frozenset[int]], bool]) -> list[list[int]]:
    """Disjoint smallest sets, each of which shows the divergence by itself, until what remains does not show it.

    `shows` must hold for all candidates. At most MOST_CULPRITS are looked for.
    """
    found: list[list[int]] = []
    remaining = list(candidates)
    while len(found) < MOST_CULPRITS and (not found or (remaining and shows(frozenset(remaining)))):
        smallest = minimise(remaining, shows)
        found.append(smallest)
        remaining = [index for index in remaining if index not in smallest]
    return found


def _accepted(
    items: list[Item], candidates: Sequence[int], subject: Compiler, shop: Workshop
) -> tuple[list[int], list[int]]:
    """The candidates that the subject compiles when they are dealt out, and those it refuses."""
    accepted: list[int] = []
    refused: list[int] = []

    def sort(group: Sequence[int]) -> None:
        source = shop.write_for(subject, compose(items, frozenset(group)))
        made = subject.compile([source], shop.path(".o"), flags=[*_SEPARATE, "-c"], timeout=COMPILE_SECONDS)
        if made.output is not None:
            accepted.extend(group)
        elif len(group) <= 1 or len(refused) > _MOST_REFUSED:
            refused.extend(group)
        else:
            sort(group[: len(group) // 2])
            sort(group[len(group) // 2 :])

    sort(candidates)
    return accepted, refused


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


def mixed_objects(
    items: list[Item],
    candidates: Sequence[int],
    chosen: frozenset[int],
    subject: Compiler,
    reference: Compiler,
    shop: Workshop,
) -> list[Path] | str:
    """Object files in which the subject compiled `chosen` and the reference the other candidates; or what failed."""
    objects: list[Path] = []
    for compiler, defined in ((subject, chosen), (reference, frozenset(candidates) - chosen)):
        if not defined:
            continue
        source = shop.write_for(compiler, compose(items, defined))
        made = compiler.compile([source], shop.path(".o"), flags=[*_SEPARATE, "-c"], timeout=COMPILE_SECONDS)
        if made.output is None:
            return compile_failure(made)
        objects.append(made.output)
    return objects


def _mixed(
    items: list[Item],
    candidates: Sequence[int],
    chosen: frozenset[int],
    subject: Compiler,
    reference: Compiler,
    shop: Workshop,
    link_flags: Sequence[str],
) -> Behaviour:
    objects = mixed_objects(items, candidates, chosen, subject, reference, shop)
    if isinstance(objects, str):
        return Behaviour(failure=objects)
    linked = link(objects, subject, reference, shop, link_flags)
    if linked.output is None:
        return Behaviour(failure=compile_failure(linked))
    return behaviour_of(run([str(linked.output)], shop.limits))


def link(
    objects: Sequence[Path], subject: Compiler, reference: Compiler, shop: Workshop, link_flags: Sequence[str]
) -> Compilation:
    """Link with the reference, or with the subject where its objects need a library that only it knows."""
    linked = shop.build(reference, objects, link_flags)
    if linked.output is not None:
        return linked
    by_subject = shop.build(subject, objects, link_flags)
    return linked if by_subject.output is None else by_subject


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
