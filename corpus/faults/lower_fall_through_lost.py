"""A `case` ends at the next one, as in Pascal: falling through is lost."""

from typing import Any

from minicc.check.typed import Block, Break, Case, Default, Goto, Return, Statement, Switch
from oracle.planting import wrap_lowering_input

STAGE = "lower"
PASS = None
DESCRIPTION = "switch does not fall through"
FLAGS = "-O0"


def _separate(node: Any) -> Any:
    if isinstance(node, Switch) and isinstance(node.body, Block):
        items: list[Statement] = []
        for item in node.body.items:
            if isinstance(item, Case | Default) and items and not isinstance(items[-1], Break | Return | Goto):
                items.append(Break(item.pos))
            items.append(item)
        node.body.items = items
    return node


def register(pipeline: object) -> None:
    wrap_lowering_input(pipeline, _separate)
