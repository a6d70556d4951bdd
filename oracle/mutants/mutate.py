"""Small changes of Python source that make it wrong: the mutation operators, and where they apply.

The operators are those of the mutation testing literature (DeMillo, Lipton, Sayward 1978; Offutt et al. 1996, "An
experimental determination of sufficient mutant operators"): arithmetic and relational operators, connectors,
constants, negated conditions, deleted statements; here also swapped arguments and the words of LLVM IR.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from types import CodeType

_BINARY: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Add(),
    ast.FloorDiv: ast.Mult(),
    ast.Div: ast.Mult(),
    ast.Mod: ast.FloorDiv(),
    ast.LShift: ast.RShift(),
    ast.RShift: ast.LShift(),
    ast.BitAnd: ast.BitOr(),
    ast.BitOr: ast.BitAnd(),
    ast.BitXor: ast.BitAnd(),
}
_COMPARISONS: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
}
_IR_WORDS = {
    "sext": "zext",
    "zext": "sext",
    "sdiv": "udiv",
    "udiv": "sdiv",
    "srem": "urem",
    "urem": "srem",
    "ashr": "lshr",
    "lshr": "ashr",
    "add": "sub",
    "sub": "add",
    "and": "or",
    "or": "and",
    "xor": "or",
    "slt": "sle",
    "sle": "slt",
    "sgt": "sge",
    "sge": "sgt",
    "ult": "ule",
    "ule": "ult",
    "ugt": "uge",
    "uge": "ugt",
    "eq": "ne",
    "ne": "eq",
    "sitofp": "uitofp",
    "uitofp": "sitofp",
    "fptosi": "fptoui",
    "fptoui": "fptosi",
}
_COMPLAINTS = ("error", "warn", "complain", "fail", "refuse", "unsupported")
"""Calls whose names hold one of these only word a message: their arguments are left alone."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change: the `number`-th of its module, in the function `function` (a qualified name) at `line`."""

    module: str
    number: int
    function: str
    line: int
    operator: str
    before: str
    after: str

    @property
    def name(self) -> str:
        """A file name for it."""
        return f"{self.module}-{self.number}"

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.function}: {self.operator}, {self.before} -> {self.after}"


_Change = tuple[ast.AST, str, ast.AST]
"""A node, the operator, and the node that takes its place."""


class _Function:
    """The changes that one function admits."""

    def __init__(self, body: Sequence[ast.stmt], *, every: bool) -> None:
        self.body = body
        self.every = every
        names = [one.id for row in body for one in ast.walk(row) if isinstance(one, ast.Name) and _is_bound(one)]
        self.bound_once = {name for name in names if names.count(name) == 1}

    def changes(self) -> Iterator[_Change]:
        for statement in self.body[1:] if _is_docstring(self.body[0]) else self.body:
            yield from self._of(statement)

    def _of(self, node: ast.AST) -> Iterator[_Change]:
        if isinstance(node, (ast.Raise, ast.Assert, ast.Import, ast.ImportFrom, ast.JoinedStr)):
            return
        call = node.value if isinstance(node, ast.Expr) else node
        if isinstance(call, ast.Call) and any(word in _called(call).lower() for word in _COMPLAINTS):
            return
        for change in _changes_of(node):
            if not isinstance(change[2], ast.Pass) or not self._only_binds(node):
                yield change
        if self.every:
            yield from _further_changes_of(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "args") and not isinstance(node, ast.Call):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self._of(child)

    def _only_binds(self, node: ast.AST) -> bool:
        """Whether a name has no value at all without this statement: its mutant fails whenever it is reached."""
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = [one for target in targets for one in ast.walk(target) if isinstance(one, ast.Name) and _is_bound(one)]
        return any(one.id in self.bound_once for one in names)


def _is_bound(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _changes_of(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY and not _is_no_number(left, right):
            yield node, "operator", ast.BinOp(left, _BINARY[type(op)], right)
        case ast.Compare(left=left, ops=[op], comparators=comparators):
            yield node, "comparison", ast.Compare(left, [_COMPARISONS[type(op)]], comparators)
        case ast.BoolOp(op=ast.And(), values=values):
            yield node, "connector", ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(op=ast.Or(), values=values):
            yield node, "connector", ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, "negation dropped", operand
        case ast.If(test=test, body=body, orelse=orelse):
            negated = ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
            yield node, "condition negated", negated
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield node, "condition negated", ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Constant(value=bool() as truth):
            yield node, "constant", ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            yield node, "off by one", ast.Constant(number + 1)
            yield node, "off by one", ast.Constant(number - 1)
        case ast.Constant(value=str() as word) if word in _IR_WORDS:
            yield node, "constant", ast.Constant(_IR_WORDS[word])
        case ast.Call(func=func, args=[first, second, *rest], keywords=keywords) if ast.dump(first) != ast.dump(second):
            if (
                not isinstance(first, ast.Starred)
                and not isinstance(second, ast.Starred)
                and _called(node) not in _TYPED
            ):
                yield node, "arguments swapped", ast.Call(func, [second, first, *rest], keywords)
        case ast.Assign() | ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield node, "statement dropped", ast.Pass()


def _further_changes_of(node: ast.AST) -> Iterator[_Change]:
    """Changes that no mutant is made by."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if not _is_no_number(left, right):
            for other in _ALTERNATIVES.get(type(op), ()):
                yield node, "operator", ast.BinOp(left, other, right)
        case ast.Compare(left=left, ops=[op], comparators=comparators):
            for comparison in _OTHER_COMPARISONS.get(type(op), ()):
                yield node, "comparison", ast.Compare(left, [comparison], comparators)
        case ast.BoolOp(op=op, values=values):
            for index, value in enumerate(values):
                negated = [*values[:index], ast.UnaryOp(ast.Not(), value), *values[index + 1 :]]
                yield node, "negation added", ast.BoolOp(op, negated)
        case ast.Return(value=ast.expr() as value) if isinstance(value, (ast.Name, ast.Attribute, ast.Call)):
            yield node, "negation added", ast.Return(ast.UnaryOp(ast.Not(), value))
        case ast.Constant(value=str() as word) if word in _IR_WORDS:
            for other_word in _OTHER_WORDS.get(word, ()):
                yield node, "constant", ast.Constant(other_word)


_ALTERNATIVES: dict[type[ast.operator], tuple[ast.operator, ...]] = {
    ast.Add: (ast.Mult(),),
    ast.Mult: (ast.FloorDiv(),),
    ast.FloorDiv: (ast.Mod(),),
    ast.BitAnd: (ast.BitXor(),),
    ast.BitOr: (ast.BitXor(),),
}
_OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[ast.cmpop, ...]] = {
    ast.Lt: (ast.GtE(),),
    ast.LtE: (ast.Gt(),),
    ast.Gt: (ast.LtE(),),
    ast.GtE: (ast.Lt(),),
}
_OTHER_WORDS = {"or": ("xor",), "and": ("xor",)}

_TYPED = ("isinstance", "getattr", "setattr", "cast", "hasattr")
"""Built-in functions that fail at once when their arguments are swapped."""


def _is_no_number(*operands: ast.AST) -> bool:
    """Whether one is text, a display or a class: `A | B` is a union of types then."""
    return any(
        isinstance(one, (ast.JoinedStr, ast.List, ast.Tuple))
        or (isinstance(one, ast.Name) and one.id[:1].isupper())
        or (isinstance(one, ast.Attribute) and one.attr[:1].isupper())
        or (isinstance(one, ast.Constant) and isinstance(one.value, str))
        for one in operands
    )


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


_Path = tuple[str, ...]
_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.Module) -> Iterator[tuple[_Path, _FunctionNode]]:
    """The functions of a module and the methods of its classes, not those inside other functions."""

    def inside(body: Sequence[ast.stmt], path: _Path) -> Iterator[tuple[_Path, _FunctionNode]]:
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield (*path, statement.name), statement
            elif isinstance(statement, ast.ClassDef):
                yield from inside(statement.body, (*path, statement.name))

    yield from inside(tree.body, ())


def _all(tree: ast.Module) -> Iterator[tuple[_Path, _FunctionNode, _Change]]:
    for path, function in _functions(tree):
        for change in _Function(function.body, every=False).changes():
            yield path, function, change


def _mutation(module: str, number: int, path: _Path, function: _FunctionNode, change: _Change) -> Mutation:
    node, operator, changed = change
    line = getattr(node, "lineno", function.lineno)
    return Mutation(module, number, ".".join(path), line, operator, _shown(node), _shown(changed))


def _shown(node: ast.AST) -> str:
    """At most sixty characters of the source of a node; of an `if` only its condition."""
    shown = node.test if isinstance(node, ast.If) else node
    text = " ".join(ast.unparse(ast.fix_missing_locations(shown)).split())
    return text if len(text) <= 60 else text[:57] + "..."


def mutations(module: str, source: str) -> list[Mutation]:
    """Every mutation of a module's source, in the order of the text."""
    return [_mutation(module, number, *found) for number, found in enumerate(_all(ast.parse(source)))]


def mutated_code(module: str, source: str, number: int, file: str) -> tuple[Mutation, CodeType]:
    """The `number`-th mutation and the code of its function with it. Raises IndexError for a number that is too big."""
    running = RunningModule(module, source, file)
    mutation = running.mutate(number)
    return mutation, running.code(mutation.function)


class RunningModule:
    """The source of a module as it runs: with what was mutated in it."""

    def __init__(self, module: str, source: str, file: str) -> None:
        self.module = module
        self.file = file
        self.tree = ast.parse(source)

    def mutate(self, number: int) -> Mutation:
        """Apply the `number`-th mutation. Raises IndexError for a number that is too big."""
        found = next(islice(_all(self.tree), number, None), None)
        if found is None:
            raise IndexError(f"{self.module} has no mutation {number}")
        _, function, (node, _, changed) = found
        mutation = _mutation(self.module, number, *found)
        _replace(function, node, ast.copy_location(changed, node))
        return mutation

    def changes(self, lines: Set[int], name: str) -> list[SmallChange]:
        """Every small change of an expression or statement that starts on one of these lines of a function: more than
        mutants are made by, since what a mistake is undone by is often none of these.
        """
        return [
            SmallChange(self, path, function, change)
            for path, function in _functions(self.tree)
            if ".".join(path) == name
            for change in _Function(function.body, every=True).changes()
            if getattr(change[0], "lineno", 0) in lines
        ]

    def code(self, function: str) -> CodeType:
        """The code of one function."""
        alone = _alone(self.tree, next(node for path, node in _functions(self.tree) if ".".join(path) == function))
        code = compile(ast.fix_missing_locations(alone), self.file, "exec", dont_inherit=True)
        return _code_named(code, function)


@dataclass(frozen=True, slots=True)
class SmallChange:
    """A change of a running module that was not made yet."""

    running: RunningModule
    _path: _Path
    _node: _FunctionNode
    _change: _Change

    @property
    def function(self) -> str:
        """The qualified name."""
        return ".".join(self._path)

    @property
    def line(self) -> int:
        return getattr(self._change[0], "lineno", self._node.lineno)

    def __str__(self) -> str:
        before, operator, after = self._change
        return f"{operator}, {_shown(before)} -> {_shown(after)}"

    def code(self) -> CodeType:
        """The code of its function with the change. The running module stays what it is."""
        before, _, after = self._change
        changed = ast.copy_location(after, before)
        _replace(self._node, before, changed)
        try:
            return self.running.code(self.function)
        finally:
            _replace(self._node, changed, before)


def _replace(root: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(root):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list):
                for index, one in enumerate(value):
                    if one is old:
                        value[index] = new
                        return


def _alone(tree: ast.Module, function: _FunctionNode) -> ast.Module:
    """The module with only what is around the function: the rest need not be compiled."""

    def around(statement: ast.stmt) -> ast.stmt | None:
        if statement is function or (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
            return statement
        if not isinstance(statement, ast.ClassDef):
            return None
        body = [one for one in map(around, statement.body) if one is not None]
        return ast.copy_location(ast.ClassDef(statement.name, [], [], body, []), statement) if body else None

    return ast.Module([one for one in map(around, tree.body) if one is not None], [])


def _code_named(code: CodeType, name: str) -> CodeType:
    return next(one for one in _codes(code) if one.co_qualname == name)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)
