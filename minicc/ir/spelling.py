"""How LLVM IR spells constants, strings and symbols (LLVM Language Reference, "Simple Constants", "Identifiers")."""

from __future__ import annotations

from minicc.patterns import pattern

_PLAIN_NAME = pattern(r"[-a-zA-Z$._][-a-zA-Z$._0-9]*\Z")
_UNPRINTABLE = pattern(rb"[^ !#-\[\]-~]")


def symbol(name: str) -> str:
    """`@name`, quoted when it holds anything but letters, digits and `-$._`."""
    if _PLAIN_NAME.match(name):
        return "@" + name
    return f'@"{escape(name.encode())}"'


def local(name: str) -> str:
    """`%name`, quoted when needed."""
    if _PLAIN_NAME.match(name):
        return "%" + name
    return f'%"{escape(name.encode())}"'


def escape(data: bytes) -> str:
    """The inside of a quoted IR string: anything but printable ASCII as `\\XX`."""
    return _UNPRINTABLE.sub(lambda match: b"\\%02X" % match[0][0], data).decode("ascii")


def byte_string(data: bytes) -> str:
    """A constant of type `[len(data) x i8]`."""
    if not any(data):
        return "zeroinitializer"
    return f'c"{escape(data)}"'


def integer(value: int, bits: int) -> str:
    """A constant of type `i<bits>`: `value` modulo 2**bits, spelled signed ("true"/"false" for i1)."""
    if bits == 1:
        return "true" if value & 1 else "false"
    value &= (1 << bits) - 1
    return str(value - (1 << bits) if value >> (bits - 1) else value)


def floating(bits: int, kind: str) -> str:
    """A constant of the type `kind` (float, double, x86_fp80 or fp128) from the bits of its representation.

    A float is spelled as the double of the same value; x86_fp80 most significant digits first, fp128 low half first.
    """
    if kind == "double":
        return f"0x{bits:016X}"
    if kind == "float":
        return f"0x{_widen(bits):016X}"
    if kind == "x86_fp80":
        return f"0xK{bits:020X}"
    if kind == "fp128":
        return f"0xL{bits & (1 << 64) - 1:016X}{bits >> 64:016X}"
    raise ValueError(f"not a floating type: {kind}")


def _widen(bits: int) -> int:
    """binary32 to binary64 bits, exactly, NaN payloads kept (struct would make a signalling NaN quiet)."""
    sign, exponent, fraction = bits >> 31, bits >> 23 & 0xFF, bits & 0x7FFFFF
    if exponent == 0xFF:
        exponent = 0x7FF
    elif exponent:
        exponent += 1023 - 127
    elif fraction:
        shift = 24 - fraction.bit_length()
        exponent, fraction = 1023 - 126 - shift, fraction << shift & 0x7FFFFF
    return sign << 63 | exponent << 52 | fraction << 29


INDIRECT_BLOCK = "goto.indirect"
"""The block of a function that holds its only indirect branch."""


def label_block(name: str) -> str:
    """The block of the C label `name`: the same wherever in the module it is spelled."""
    return f"label.{name}"
