"""A store to a bit-field writes one bit too many: the lowest bit of the field behind it."""

from dataclasses import replace
from typing import Any

from minicc.check.typed import Assign, CompoundAssign, MemberAccess
from minicc.types.ctype import RecordMember, RecordType, unqualified
from oracle.planting import wrap_lowering_input

STAGE = "lower"
PASS = None
DESCRIPTION = "a bit-field store clobbers its neighbour"
FLAGS = "-O0"


def _neighbour(access: MemberAccess) -> RecordMember | None:
    record = unqualified(access.record.type)
    member = access.member
    if not isinstance(record, RecordType) or member.bit_position is None or member.bit_width is None:
        return None
    behind = member.bit_position + member.bit_width
    for other in record.definition.members or []:
        if other.bit_position == behind and other.bit_width and other.name and behind % 32:
            return other
    return None


def _widen(node: Any) -> Any:
    if isinstance(node, Assign | CompoundAssign) and isinstance(node.target, MemberAccess):
        access = node.target
        if access.member.bit_width is not None and _neighbour(access) is not None:
            node.target = replace(access, member=replace(access.member, bit_width=access.member.bit_width + 1))
    return node


def register(pipeline: object) -> None:
    wrap_lowering_input(pipeline, _widen)
