"""Whether evaluating an expression twice, or not at all, can be noticed."""

from __future__ import annotations

from minicc.syntax import nodes

_EFFECTS = (
    nodes.Call,
    nodes.Assignment,
    nodes.IncrementDecrement,
    nodes.StatementExpression,
    nodes.VaArg,
)


def has_side_effects(node: nodes.Expression | nodes.InitializerList) -> bool:
    """True when the expression may change something; calls count, whatever they call."""
    if isinstance(node, nodes.InitializerList):
        return any(has_side_effects(item.initializer) for item in node.items)
    if isinstance(node, _EFFECTS):
        return True
    if isinstance(node, nodes.Binary | nodes.Comma):
        return has_side_effects(node.left) or has_side_effects(node.right)
    if isinstance(node, nodes.Unary | nodes.Cast | nodes.ConvertVector):
        return has_side_effects(node.operand)
    if isinstance(node, nodes.Subscript):
        return has_side_effects(node.array) or has_side_effects(node.index)
    if isinstance(node, nodes.Member):
        return has_side_effects(node.object)
    if isinstance(node, nodes.CompoundLiteral):
        return has_side_effects(node.initializer)
    if isinstance(node, nodes.Conditional):
        then = node.then is not None and has_side_effects(node.then)
        return then or has_side_effects(node.condition) or has_side_effects(node.otherwise)
    return False
