"""How long the program is so far, and the checks of its variables at the end of main."""

from __future__ import annotations

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.context import Context
from fuzz.generate.expressions import Expressions
from fuzz.generate.places import is_arithmetic
from fuzz.generate.types import INT, ArrayType, ComplexType, PointerType, RecordType, Type, VectorType


class Reports:
    """Measures statements, and builds checks for the current place of a Context."""

    def __init__(self, context: Context, expressions: Expressions) -> None:
        self._context = context
        self._expressions = expressions

    def lines_so_far(self) -> int:
        """About how many lines the program has without main, and main's checks of the globals with them."""
        program = self._context.program
        lines = 13 + (11 if self._context.policy.floats else 0) + (23 if program.uses_variadic else 0)
        for definition in program.definitions:
            lines += 2 + len(definition.members) if isinstance(definition, RecordType) else 1
        lines += len(program.globals) + sum(report_lines(v.type) for v in self._context.scopes[0])
        return lines + sum(4 + size(function.body.body) for function in program.functions)

    def report(self, variable: p.Variable) -> list[p.Statement]:
        """Checks of everything a variable holds."""
        return self._report(build.name(variable), variable.name, quiet=False)

    def _report(self, place: p.Expression, label: str, quiet: bool) -> list[p.Statement]:
        type = place.type
        if is_arithmetic(type):
            return [p.Check(label, self._expressions.read(place), quiet=quiet)]
        if isinstance(type, ComplexType):
            parts = (x.complex_part(place, imaginary) for imaginary in (False, True))
            return [p.Check(label, part, quiet=quiet) for part in parts]
        if isinstance(type, RecordType):
            made: list[p.Statement] = []
            for member in type.named[: 1 if type.is_union else None]:
                made.extend(self._report(build.member_of(place, member, arrow=False), f"{label}.{member.name}", quiet))
            return made
        if isinstance(type, ArrayType | VectorType) and not isinstance(type.element, PointerType):
            counter = p.Variable(self._context.fresh("k"), INT, addressable=False, locked=True)
            self._context.charge(2)
            with self._context.repeated(type.length):
                body = self._report(build.index(place, build.name(counter)), label, True)
                self._context.charge(len(body))
            condition = build.binary("<", build.name(counter), build.bound(type.length))
            loop = p.For(
                p.Declare(counter, build.literal(0)),
                condition,
                build.increment(build.name(counter), 1, False),
                p.Block(body),
            )
            if quiet:
                return [loop]
            return [loop, p.ShowChecksum(label)]
        if isinstance(type, PointerType) and isinstance(place, p.MemberOf) and is_arithmetic(type.target):
            return [p.Check(label, build.dereference(place), quiet=quiet)]
        return []


def size(body: list[p.Statement]) -> int:
    """About how many lines these statements take."""
    return sum(map(_size, body))


def _size(node: p.Statement) -> int:
    if isinstance(node, p.Block):
        return 2 + size(node.body)
    if isinstance(node, p.For | p.While | p.DoWhile):
        return 2 + size(node.body.body)
    if isinstance(node, p.If):
        return 2 + size(node.then.body) + (1 + size(node.otherwise.body) if node.otherwise else 0)
    if isinstance(node, p.Switch):
        return 2 + sum(1 + size(case.body) for case in node.cases)
    if isinstance(node, x.Duff):
        return 4 + sum(1 + size(body) for _, body in node.cases)
    return 1


def report_lines(type: Type) -> int:
    """About how many lines the checks of a variable of this type take at the end of main."""
    if isinstance(type, RecordType):
        return sum(report_lines(member.type) for member in type.named[: 1 if type.is_union else None])
    if isinstance(type, ArrayType | VectorType):
        return 3 + report_lines(type.element)
    return 0 if isinstance(type, PointerType) else 1
