"""Finding members of records (C11 §6.7.2.1, §6.3.2.1)."""

from __future__ import annotations

from minicc.types.ctype import CONST, ArrayType, RecordMember, RecordType


def find_member(ctype: RecordType, name: str) -> list[RecordMember] | None:
    """The path to member `name`, anonymous records stepped through; None when there is none."""
    members = ctype.definition.members or ()
    for member in members:
        if member.name == name:
            return [member]
    for member in members:
        if member.name is None and isinstance(member.type, RecordType):
            path = find_member(member.type, name)
            if path is not None:
                return [member, *path]
    return None


def has_const_member(ctype: RecordType) -> bool:
    """§6.3.2.1p1: a record with a const member, recursively, is not modifiable."""
    for member in ctype.definition.members or ():
        member_type = member.type
        while isinstance(member_type, ArrayType):
            member_type = member_type.element
        if member_type.qualifiers & CONST:
            return True
        if isinstance(member_type, RecordType) and has_const_member(member_type):
            return True
    return False
