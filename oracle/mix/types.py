"""Do both compilers lay out the types of a file alike? Where not, no function is to blame: the ABI is."""

from __future__ import annotations

from collections.abc import Sequence

from oracle.bisect.behaviour import workshop
from oracle.layouts import layout_differences
from oracle.mix.build import MixedBuild, UnitBuild
from oracle.mix.unit import without_preprocessing


def differing_types(build: MixedBuild, units: Sequence[UnitBuild]) -> tuple[str, ...]:
    """What the DWARF of both compilers' objects says differently of a type, one line each; empty when it says nothing.

    Records, enumerations, and the types of functions and variables with external linkage are compared.
    """
    found: dict[str, None] = {}
    with workshop() as shop:
        for unit in units:
            source = shop.write_for(build.subject, build.preprocessed(unit.key))
            told = layout_differences(source, build.subject, build.reference, without_preprocessing(unit.flags))
            if not isinstance(told, str):
                found.update(dict.fromkeys(told))
    return tuple(found)
