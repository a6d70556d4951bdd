"""The syntax tree as a compact S-expression: for people and for golden files. Offsets are left out."""

from __future__ import annotations

import json

from minicc.syntax.nodes import Node


def dump(value: object) -> str:
    """A node as `(Class field ...)`, fields in order; a list as `[...]`, None as `-`; strings are quoted if needed."""
    if isinstance(value, Node):
        fields = [dump(getattr(value, name)) for name in type(value).__match_args__ if name not in ("pos", "end")]
        return f"({' '.join([type(value).__name__, *fields])})"
    if isinstance(value, list | tuple):
        return f"[{' '.join([dump(one) for one in value])}]"
    if value is None:
        return "-"
    text = str(value)
    is_plain = text.isidentifier() or (text != "" and not set(text) & set(' "[]()\\\n') and text != "-")
    return text if is_plain else json.dumps(text)
