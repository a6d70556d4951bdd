"""Random functions, and main."""

from __future__ import annotations

from fuzz.generate import build
from fuzz.generate import program as p
from fuzz.generate.context import Context
from fuzz.generate.declarations import Declarations
from fuzz.generate.expressions import Expressions
from fuzz.generate.features import Feature
from fuzz.generate.places import is_arithmetic
from fuzz.generate.reports import Reports, report_lines, size
from fuzz.generate.statements import Statements
from fuzz.generate.types import INT, VOID, ComplexType, PointerType, RecordType, Type, VectorType, holds_pointers
from fuzz.generate.writer import Writer

_RECURSION_DEPTH = 5


class Functions(Writer):
    """Writes functions into the program of a Context."""

    def __init__(
        self, context: Context, expressions: Expressions, declarations: Declarations, statements: Statements
    ) -> None:
        super().__init__(context, expressions, declarations, statements)
        self._reports = Reports(context, expressions)

    def family(self, statements: int) -> int:
        """One function, or several of one type with a table of pointers to them; returns how many."""
        context, dice = self._context, self._dice
        if context.has(Feature.MUTUAL_RECURSION) and context.has(Feature.RECURSION) and dice.chance(40):
            return self._pair(statements)
        first = self._function(self._signature(), statements)
        if first.old_style or not context.has(Feature.FUNCTION_POINTERS) or first.recursive or not dice.chance(35):
            return 1
        like = [first]
        for _ in range(dice.between(1, 2) if context.policy.lines >= 80 else 1):
            parameters = [p.Variable(v.name, v.type) for v in first.parameters]
            twin = p.Function(context.fresh("f"), first.result, parameters, p.Block([]))
            like.append(self._function(twin, max(statements - 2, 1)))
            twin.old_style = False  # the table declares it with a prototype
        self._declarations.function_table(like)
        return len(like)

    def _pair(self, statements: int) -> int:
        """Two functions that call each other."""
        first = self._signature(recursive=True)
        parameters = [p.Variable(v.name, v.type, locked=v.locked, addressable=v.addressable) for v in first.parameters]
        second = p.Function(self._context.fresh("f"), first.result, parameters, p.Block([]), recursive=True)
        self._function(first, max(statements - 1, 1), other=second)
        functions = self._context.functions
        functions.remove(first)  # the second calls it in its descent alone: elsewhere nothing would end that
        self._function(second, max(statements - 1, 1), other=first)
        second.definition_last = True
        functions.append(first)
        return 2

    def _signature(self, *, recursive: bool = False) -> p.Function:
        context, dice = self._context, self._dice
        result: Type = context.arithmetic_type()
        kind = dice.below(20)
        if kind < 5 and context.records and context.has(Feature.STRUCT_ARGUMENTS):
            result = dice.pick(context.records)
        elif kind < 7 and context.has(Feature.POINTERS):
            result = self._declarations.pointer_type()
        elif kind == 7:
            result = VOID
        elif kind == 8 and context.vectors and context.has(Feature.STRUCT_ARGUMENTS):
            result = dice.pick(context.vectors)
        elif kind < 11 and context.complexes:
            result = dice.pick(context.complexes)
        function = p.Function(context.fresh("f"), result, [], p.Block([]))
        if recursive or (context.has(Feature.RECURSION) and dice.chance(25)):
            function.recursive = True
            function.parameters.append(p.Variable(context.fresh("depth"), INT, locked=True, addressable=False))
        for _ in range(dice.below(context.policy.parameters + 1)):
            type: Type = context.arithmetic_type()
            choice = dice.below(10)
            if choice < 3 and context.records and context.has(Feature.STRUCT_ARGUMENTS):
                type = dice.pick(context.records)
            elif choice == 5 and context.vectors and context.has(Feature.STRUCT_ARGUMENTS):
                type = dice.pick(context.vectors)
            elif choice == 6 and context.complexes:
                type = dice.pick(context.complexes)
            elif choice < 5 and context.has(Feature.POINTERS):
                type = self._declarations.pointer_type()
            function.parameters.append(p.Variable(context.fresh("a"), type))
        return function

    def _function(self, function: p.Function, statements: int, *, other: p.Function | None = None) -> p.Function:
        """Write the body. A recursive one calls itself, or `other`, which is of the same type."""
        context, dice = self._context, self._dice
        room = max(context.policy.lines // 4, 4)
        """Of all its statements together in a short program, of each of them in a long one."""
        function.definition_last = dice.chance(20)
        function.qualifiers = dice.pick(
            ("static", "static", "static inline", "static __attribute__((noinline))", "", "__attribute__((noinline))")
        )
        if other is not None:
            function.qualifiers = "static"
        if "static" not in function.qualifiers:
            function.name = function.name.replace("f", "external")
        if context.has(Feature.OLD_STYLE) and other is None and dice.chance(40):
            function.old_style = True
            function.definition_last = False
        with context.inside_function(function):
            body = function.body.body
            for _ in range(dice.between(0, 2)):
                body.append(self._declarations.local_variable())
            for _ in range(statements):
                made = self._statements.fitting(dice.pick((1, 2, 2, 3)), room)
                body.extend(made)
                if context.policy.lines < 80:
                    room = max(room - size(made), 1)
            for variable in context.scopes[-1]:
                if is_arithmetic(variable.type) and variable in context.visible() and dice.chance(40):
                    body.append(p.Check("", build.name(variable), quiet=True))
                    context.charge()
            if function.recursive:
                body.append(self._descent(function, other or function))
            if is_arithmetic(function.result) and dice.chance(15):
                early = p.Return(self._expressions.arithmetic(1), function.result)
                body.append(p.If(self._expressions.condition(1), p.Block([early]), None))
            if function.result is not VOID:
                body.append(p.Return(self._result(function.result), function.result))
        if function.recursive:
            function.cost *= _RECURSION_DEPTH
        context.functions.append(function)
        context.program.functions.append(function)
        return function

    def _descent(self, function: p.Function, called: p.Function) -> p.Statement:
        """`if (depth > 0) ... f(depth - 1, ...)`."""
        depth = build.name(function.parameters[0])
        with self._expressions.pure():
            arguments = self._expressions.arguments(function, 2)
        arguments[0] = build.binary("-", depth, build.literal(1))
        call = build.call(called, arguments)
        inner: p.Statement = p.Evaluate(call)
        if is_arithmetic(function.result):
            with self._expressions.pure():
                target = self._expressions.lvalue(is_arithmetic, writable=True)
            if target is not None:
                inner = p.Evaluate(build.assign(target, call))
            if self._dice.chance(40):
                inner = p.Check("", call, quiet=True)
        return p.If(build.binary(">", depth, build.bound(0)), p.Block([inner]), None, fixed=True)

    def _result(self, type: Type) -> p.Expression:
        if isinstance(type, PointerType):
            return self._expressions.pointer(type, 0)
        if isinstance(type, RecordType):
            return self._expressions.record(type, 2)
        if isinstance(type, VectorType):
            return self._expressions.vector(type, 2)
        if isinstance(type, ComplexType):
            return self._expressions.complex(type, 2)
        result = self._expressions.value()
        # What the function did to its own variables is lost unless the result depends on it.
        own = [v for v in self._context.scopes[-1] if is_arithmetic(v.type)]
        for variable in own[-4:]:
            result = build.binary(self._dice.pick(("+", "-", "+", "-", "*")), result, build.name(variable))
        return result

    def main(self, lines: int) -> None:
        """The body of main: about so many lines with checks between them, then a check of every variable."""
        context, dice = self._context, self._dice
        with context.scope():
            body = context.program.main.body
            for _ in range(dice.between(1, 3) if lines > 30 else 1):
                body.append(self._declarations.local_variable())
            known = len(context.scopes[0])
            for kind in self._statements.battery():
                body.extend(self._statements.fitting(1, lines * 2 // 3, kind))
            for function in context.functions:
                if context.affords(function.cost + 1):
                    body.extend(self._checked_call(function))
            while context.affords(1):
                local = sum(report_lines(v.type) for v in [*context.scopes[1], *context.scopes[0][known:]])
                left = lines - size(body) - local
                if left <= 0:
                    break
                if context.functions and dice.chance(30):
                    made = self._expressions.call(is_arithmetic, 3)
                    if made is not None:
                        body.append(p.Check(context.fresh("r"), made))
                        continue
                statement = self._statements.fitting(dice.pick((1, 2, 2, 3)), left * 3 // 2 + 3)
                body.extend(statement)
                if dice.chance(85):
                    body.extend(self._statements.check(statement))
            for variable in [v for scope in context.scopes[1:] for v in scope]:
                if variable in context.visible():
                    body.extend(self._reports.report(variable))
            for variable in context.scopes[0]:
                if variable in context.visible():
                    body.extend(self._reports.report(variable))

    def _checked_call(self, function: p.Function) -> list[p.Statement]:
        """A call whose result is looked at, so that no function goes unused."""
        context = self._context
        call = self._expressions.call_of(function, 3)
        if is_arithmetic(function.result):
            return [p.Check(context.fresh("r"), call)]
        if isinstance(function.result, RecordType | VectorType | ComplexType) and not holds_pointers(function.result):
            variable = p.Variable(context.fresh("v"), function.result)
            context.declare(variable)
            return [p.Declare(variable, call)]
        return [p.Evaluate(call)]
