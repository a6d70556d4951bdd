"""The strict build: a program in which every access, call and jump is watched by `runtime.c`.

The typed tree is changed and printed as C again (boundary B2). Automatic objects move to an arena where nothing
adjoins; accesses go through functions that know what lies where; operands whose order C leaves open are computed in
an order chosen when the program runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from minicc.check import typed
from minicc.types.conversions import promoted_parameter
from minicc.types.ctype import (
    ATOMIC,
    ULONG,
    VOID,
    ArrayType,
    FunctionType,
    PointerType,
    RecordType,
    VoidType,
    unqualified,
)
from minicc.types.layout import align_of, is_complete, is_variably_modified, size_of
from oracle.strict.hooks import address, assign, at, block_value, converted, copied_bytes, load
from oracle.strict.operators import SETJMP, WRAPPED, Operators
from oracle.strict.queries import (
    bit_field,
    contains,
    copied_byte,
    decayed,
    function_address,
    has_effects,
    is_assignable,
    is_const,
    is_constant,
    is_movable,
    is_ours,
    leading_lengths,
    object_address,
    replace_operands,
    restrict_roots,
    setjmps_in_place,
    through_union,
    volatile_flag,
)
from oracle.strict.reserved import is_reserved
from oracle.strict.sequence import operands, watched_events
from oracle.strict.types import is_character

_LITERAL = 2


class Rewriter(Operators):
    """Changes one unit in place."""

    # ----------------------------------------------------------------- the unit

    def unit(self, unit: typed.TranslationUnit) -> None:
        self.defined = {id(one) for one in unit.functions if one.body is not None}
        for function in unit.functions:
            if function.body is None:
                name = function.name.removeprefix("__builtin_")
                if name in WRAPPED and not function.attributes.get("alias"):
                    function.name = function.symbol = f"strict_{name}"
        self.calls_setjmp = any(function.name in SETJMP for function in unit.functions)
        register = self._register_globals(unit)
        for variable in unit.variables:
            for element in variable.initializer.elements if variable.initializer is not None else []:
                if isinstance(element.value, typed.AddressConstant):
                    self._address_constant(element.value, True)
        for function in unit.functions:
            if function.emit and function.body is not None:
                self._body(function, register)
        unit.variables += self.literals
        self._fill_register(unit, register)
        unit.functions += [*self.hooks.functions.values(), register]

    def _register_globals(self, unit: typed.TranslationUnit) -> typed.Function:
        ctype, name = FunctionType(VOID, ()), "oracle_register"
        pos = max((function.pos for function in unit.functions), default=0)
        return typed.Function(
            name, ctype, "internal", self.hooks.fresh(), pos, name, end=pos, emit=True, referenced=True
        )

    def _fill_register(self, unit: typed.TranslationUnit, register: typed.Function) -> None:
        pos = register.pos
        items: list[typed.Statement] = []
        for variable in unit.variables:
            if variable.storage != "static" or variable.thread_local or not is_complete(variable.type):
                continue
            if isinstance(variable.type, ArrayType) and variable.type.length is None:
                continue
            reference = typed.VariableReference(pos, variable.type, variable)
            index = self.types.index(variable.type)
            place, volatile = address(reference), volatile_flag(variable.type)
            volatile |= _LITERAL if variable in self.literals else 0
            items.append(self.hooks.statement("oracle_global", pos, place, index, volatile, self._line(variable.pos)))
        for function in unit.functions:
            is_external = function.body is not None and function.linkage == "external"
            if self.hosted and is_external and is_reserved(function.name):
                rule = f"C11 7.1.3p2: the program defines {function.name}, a name of the library, with external linkage"
                items.append(self.hooks.statement("oracle_broken", pos, rule, "", self._line(function.pos)))
            if function.emit and function.body is not None and function.name != "main":
                pointer = typed.FunctionAddress(pos, PointerType(function.type), function)
                # An earlier declaration `f()` says nothing of the parameters of an old-style definition.
                promoted = [promoted_parameter(parameter.type) for parameter in function.parameters]
                signature = self.types.signature(function.type, promoted)
                items.append(self.hooks.statement("oracle_function", pos, pointer, signature))
        register.body = typed.Block(pos, items)

    # ----------------------------------------------------------------- functions

    def _body(self, function: typed.Function, register: typed.Function) -> None:
        assert function.body is not None
        body, pos, hooks = function.body, function.body.pos, self.hooks
        self.function = function
        self.moved = {}
        self.locals = []
        self.births = []
        self.has_labels = contains(body, (typed.Labeled,))
        self.frame = hooks.variable(pos, ArrayType(ULONG, 3))
        self.event_slots = None
        self.roots = restrict_roots(function, locals_too=not self.has_labels)
        self.allowed_setjmps = setjmps_in_place(body) if self.calls_setjmp else set()
        start: list[typed.Statement] = []
        for parameter in function.parameters:
            if not is_movable(parameter):
                continue
            pointer = self._new_local(parameter, pos)
            start.append(assign(pointer, self._born(parameter, pos)))
            here = at(load(pointer, pos), unqualified(parameter.type))
            value = typed.Load(
                pos, unqualified(parameter.type), typed.VariableReference(pos, parameter.type, parameter)
            )
            start += self._first_value(here, value)
            start.append(self._known(pointer, parameter.type, pos))
        lead = leading_lengths(body)
        items = self._items(body.items[lead:], ends=False)
        enter = hooks.statement("oracle_enter", pos, self._frame(pos), function_address(register))
        end = function.end or pos
        tail: list[typed.Statement] = []
        if not isinstance(function.type.result, VoidType) and function.name != "main":
            tail.append(hooks.statement("oracle_fell_off", end))
        tail.append(hooks.statement("oracle_leave", end, self._frame(end)))
        declared: list[typed.Statement] = [typed.LocalVariable(pos, self.frame)]
        body.items = [*body.items[:lead], *declared, enter, *self.locals, *start, *items, *tail]

    # ----------------------------------------------------------------- statements

    def _items(self, items: Sequence[typed.Statement], *, ends: bool) -> list[typed.Statement]:
        """The statements of a block; with `ends`, its objects end behind the last."""
        before, outer = len(self.births), self.may_be_entered
        self.may_be_entered = self.has_labels or any(contains(item, (typed.Case, typed.Default)) for item in items)
        made = [one for item in items for one in self._statement(item)]
        self.may_be_entered = outer
        return [*made, *self._endings(before, items)] if ends else made

    def _endings(self, before: int, items: Sequence[typed.Statement]) -> list[typed.Statement]:
        """The ends of the objects born since, unless a jump may have entered the block behind a declaration."""
        if self.has_labels or any(contains(item, (typed.Case, typed.Default)) for item in items):
            return []
        born = self.births[before:]
        del self.births[before:]
        return [self.hooks.statement("oracle_end", pos, load(pointer, pos)) for pointer, pos in reversed(born)]

    def _statement(self, statement: typed.Statement) -> list[typed.Statement]:
        match statement:
            case typed.Block():
                statement.items = self._items(statement.items, ends=True)
            case typed.LocalVariable():
                return self._local(statement)
            case typed.ExpressionStatement():
                if statement.expression is not None:
                    statement.expression = self._full(statement.expression, used=False)
            case typed.If():
                statement.condition = self._full(statement.condition)
                statement.then = self._single(statement.then)
                if statement.otherwise is not None:
                    statement.otherwise = self._single(statement.otherwise)
            case typed.Switch():
                statement.controlling = self._full(statement.controlling)
                statement.body = self._single(statement.body)
            case typed.Case() | typed.Default() | typed.Labeled():
                inner = self._statement(statement.statement)
                if len(inner) == 1:
                    statement.statement = inner[0]
                else:
                    statement.statement = typed.ExpressionStatement(statement.pos, None)
                    return [statement, *inner]
            case typed.While() | typed.DoWhile():
                statement.condition = self._full(statement.condition)
                statement.body = self._single(statement.body)
            case typed.For():
                return self._for(statement)
            case typed.ComputedGoto():
                statement.target = self._full(statement.target)
            case typed.Return():
                return self._return(statement)
            case typed.Asm():
                return self._asm(statement)
        return [statement]

    def _single(self, statement: typed.Statement) -> typed.Statement:
        made = self._statement(statement)
        if len(made) == 1:
            return made[0]
        return typed.Block(statement.pos, made)

    def _for(self, statement: typed.For) -> list[typed.Statement]:
        before = len(self.births)
        statement.initial = [one for item in statement.initial for one in self._statement(item)]
        if statement.condition is not None:
            statement.condition = self._full(statement.condition)
        if statement.step is not None:
            statement.step = self._full(statement.step, used=False)
        statement.body = self._single(statement.body)
        initial, statement.initial = statement.initial, []
        return [typed.Block(statement.pos, [*initial, statement, *self._endings(before, [statement.body])])]

    def _local(self, statement: typed.LocalVariable) -> list[typed.Statement]:
        variable, pos, hooks = statement.variable, statement.pos, self.hooks
        if variable.storage == "static" or variable.storage == "extern":
            return [statement]
        if not is_movable(variable):
            if is_variably_modified(variable.type) and isinstance(variable.type, ArrayType):
                self.sees_all = False
            if variable.initializer is not None:
                self._initializer(variable.initializer)
            return [statement]
        pointer = self._new_local(variable, pos)
        made: list[typed.Statement] = []
        if self.may_be_entered:
            self.locals.append(assign(pointer, self._born(variable, pos)))
            made.append(hooks.statement("oracle_reset", pos, load(pointer, pos)))
        else:
            made.append(assign(pointer, self._born(variable, pos)))
        if variable.initializer is not None:
            made += self._initialise(pointer, variable, pos)
        return made

    def _initialise(self, pointer: typed.Variable, variable: typed.Variable, pos: int) -> list[typed.Statement]:
        initializer, ctype = variable.initializer, unqualified(variable.type)
        assert initializer is not None
        is_record = isinstance(ctype, RecordType)
        if initializer.whole and not isinstance(ctype, ArrayType):
            value = initializer.elements[0].value
            here = at(load(pointer, pos), ctype)
            if is_record and isinstance(value, typed.Load):
                return [self._record_assignment(here, value, pos, first=True, ctype=variable.type)]
            if is_character(ctype) and (copied := self._byte_source(value)) is not None:
                copy = copied_byte(self.hooks, pos, load(pointer, pos), copied, self._line(pos))
                store = typed.Assign(pos, ctype, here, typed.Load(pos, copied.type, copied))
                return (
                    [copy, typed.ExpressionStatement(pos, store)]
                    if copied.type is ctype
                    else [
                        copy,
                        typed.ExpressionStatement(
                            pos, typed.Assign(pos, ctype, here, converted(typed.Load(pos, copied.type, copied), ctype))
                        ),
                    ]
                )
            changed = self._full(value)
            made = [*self._first_value(here, changed), self._known(pointer, variable.type, pos)]
            if is_record and isinstance(value, typed.Call):
                made.append(self._taken(load(pointer, pos), ctype))
            return made
        # An unnamed object with all the values, copied byte by byte: an array cannot be assigned.
        before = self._initializer_in_any_order(initializer)
        plain = typed.Variable(
            "", ctype, "automatic", "none", self.hooks.fresh(), pos, "", align_of(ctype), initializer, referenced=True
        )
        literal = typed.CompoundLiteral(pos, ctype, plain)
        filled = copied_bytes(load(pointer, pos), object_address(literal), size_of(ctype))
        known = self.hooks.statement("oracle_set", pos, load(pointer, pos), self.types.index(variable.type), 1, 0)
        return [*before, typed.ExpressionStatement(pos, filled), known]

    def _initializer_in_any_order(self, initializer: typed.Initializer) -> list[typed.Statement]:
        """The values of a list are computed in no particular order (6.7.9p23)."""
        calling = [one for one in initializer.elements if has_effects(one.value)]
        self._initializer(initializer)
        if len(calling) < 2 or not all(is_assignable(one.value.type) for one in calling):
            return []
        pairs: list[tuple[typed.Variable, typed.Expression]] = []
        for element in initializer.elements:
            if not is_constant(element.value) and is_assignable(element.value.type):
                variable = self.hooks.variable(element.value.pos, unqualified(element.value.type), None)
                pairs.append((variable, element.value))
                element.value = load(variable, element.value.pos)
        declared: list[typed.Statement] = [typed.LocalVariable(one.pos, one) for one, _ in pairs]
        return [*declared, *self._ordered(pairs, True)]

    def _initializer(self, initializer: typed.Initializer) -> None:
        for element in initializer.elements:
            if not isinstance(element.value, typed.StringLiteral):
                element.value = self._full(element.value)

    def _return(self, statement: typed.Return) -> list[typed.Statement]:
        pos, hooks = statement.pos, self.hooks
        leave = hooks.statement("oracle_leave", pos, self._frame(pos))
        if statement.value is None:
            assert self.function is not None
            fell = isinstance(self.function.type.result, VoidType) or self.function.name == "main"
            return [leave, statement] if fell else [hooks.statement("oracle_fell_off", pos), leave, statement]
        given = self._given(statement.value)
        value = self._full(statement.value)
        if isinstance(unqualified(value.type), VoidType):
            return [typed.ExpressionStatement(pos, value), leave, typed.Return(pos, None, statement.cleanups)]
        result = hooks.variable(pos, unqualified(value.type), value)
        if isinstance(result.type, PointerType):
            told = hooks.statement("oracle_returns", pos, self._frame(pos), load(result, pos))
        else:
            told = hooks.statement("oracle_returns_value", pos)
        statement.value = load(result, pos)
        return [typed.Block(pos, [typed.LocalVariable(pos, result), told, *given, leave, statement])]

    def _given(self, value: typed.Expression) -> list[typed.Statement]:
        """Which members of the record that is returned have a value; what a call returned is passed on."""
        lvalue = value.lvalue if isinstance(value, typed.Load) else None
        if not isinstance(lvalue, typed.VariableReference) or not isinstance(unqualified(value.type), RecordType):
            return []
        pointer = self.moved.get(lvalue.variable.identity)
        if pointer is None:
            return []
        return [self.hooks.statement("oracle_give", value.pos, load(pointer, value.pos), size_of(value.type))]

    def _asm(self, statement: typed.Asm) -> list[typed.Statement]:
        after: list[typed.Statement] = []
        for operand in [*statement.outputs, *statement.inputs]:
            if isinstance(operand.expression, typed.Lvalue):
                operand.expression = self._lvalue(operand.expression)
                if not isinstance(operand.expression, typed.VariableReference | typed.VectorElement) and not bit_field(
                    operand.expression
                ):
                    after.append(self.hooks.statement("oracle_opaque", statement.pos, address(operand.expression)))
            elif operand.kind != "immediate":
                operand.expression = self._full(operand.expression)
        return [statement, *after] if not statement.jumps else [*after, statement]

    # ----------------------------------------------------------------- expressions

    def _full(self, expression: typed.Expression, *, used: bool = True) -> typed.Expression:
        """A full expression: what is unsequenced in it is watched."""
        outer, outer_slots = self.events, self.event_slots
        self.events = watched_events(expression)
        count = self.events.count
        slots: typed.Variable | None = None
        if count:
            slots = self.hooks.variable(expression.pos, ArrayType(ULONG, 2 * count))
            self.locals.append(typed.LocalVariable(expression.pos, slots))
        self.event_slots, kept = slots, outer_slots
        outer_temporaries, self.temporaries = self.temporaries, []
        value = self._value(expression, used=used)
        value = self._with_temporaries_ended(value)
        self.temporaries = outer_temporaries
        self.events, self.event_slots = outer, kept
        if slots is None:
            return value
        start = self.hooks.call("oracle_events", expression.pos, decayed(slots, expression.pos), count)
        return typed.Comma(expression.pos, value.type, start, value)

    def _with_temporaries_ended(self, value: typed.Expression) -> typed.Expression:
        """The lifetime of a function's result ends with the full expression (6.2.4p8)."""
        pos, ctype = value.pos, unqualified(value.type)
        ends: list[typed.Statement] = [
            self.hooks.statement("oracle_end", pos, load(pointer, pos)) for pointer in self.temporaries
        ]
        if not ends:
            return value
        if isinstance(ctype, VoidType):
            items = [typed.ExpressionStatement(pos, value), *ends]
            return typed.StatementExpression(pos, VOID, typed.Block(pos, items), None)
        if not is_assignable(ctype):
            return value
        kept = self.hooks.variable(pos, ctype, value)
        return block_value(pos, [typed.LocalVariable(pos, kept), *ends], load(kept, pos), ctype)

    def _temporary(self, node: typed.Temporary) -> typed.Lvalue:
        """An array in a function's result can be pointed to: it lies in the arena as other objects do."""
        pos = node.pos
        returned = isinstance(node.value, typed.Call)
        node.value = self._value(node.value)
        plain = unqualified(node.type)
        if not isinstance(plain, RecordType) or not is_complete(plain) or not is_assignable(plain):
            return node
        if not any(isinstance(member.type, ArrayType) for member in plain.definition.members or []):
            return node
        variable = typed.Variable(
            "", plain, "automatic", "none", self.hooks.fresh(), pos, "", align_of(plain), None, referenced=True
        )
        pointer = self._new_local(variable, pos)
        self.temporaries.append(pointer)
        items: list[typed.Statement] = [assign(pointer, self._born(variable, pos))]
        items += self._first_value(at(load(pointer, pos), plain), node.value)
        items.append(self._known(pointer, plain, pos))
        if returned:
            items.append(self._taken(load(pointer, pos), plain))
        items.append(self.hooks.statement("oracle_temporary", pos, load(pointer, pos), size_of(plain)))
        return at(block_value(pos, items, load(pointer, pos), pointer.type), node.type)

    def _value(self, node: typed.Expression, *, used: bool = True) -> typed.Expression:
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node, used)
        return self._in_any_order(node, operands(node), replace_operands)

    def _lvalue(self, node: typed.Lvalue) -> typed.Lvalue:
        match node:
            case typed.VariableReference():
                pointer = self.moved.get(node.variable.identity)
                return node if pointer is None else at(load(pointer, node.pos), node.type)
            case typed.Dereference():
                if through_union(node):
                    self.in_unions[id(node)] = node
                node.pointer = self._value(node.pointer)
            case typed.MemberAccess():
                node.record = self._record(self._lvalue(node.record))
                if node.record.type.qualifiers & ATOMIC:
                    node.record = self._atomic(node.record)
            case typed.VectorElement():
                node.vector = self._lvalue(node.vector)
                node.index = self._value(node.index)
            case typed.ComplexPart():
                node.number = self._lvalue(node.number)
            case typed.CompoundLiteral():
                return self._compound_literal(node)
            case typed.StringLiteral():
                return typed.VariableReference(node.pos, node.type, self._literal(node))
            case typed.Temporary():
                return self._temporary(node)
        return node

    def _record(self, record: typed.Lvalue) -> typed.Lvalue:
        """`pointer->`: is there such a record?"""
        if not isinstance(record, typed.Dereference) or is_ours(record):
            return record
        index = self.types.index(unqualified(record.type)) if self.types.aliases else 0
        alignment = align_of(record.type) if self.aligned and is_complete(record.type) else 1
        found = self.hooks.call("oracle_record", record.pos, record.pointer, index, alignment, self._line(record.pos))
        return at(found, record.type)

    def _atomic(self, record: typed.Lvalue) -> typed.Lvalue:
        """A member of an atomic record must not be accessed."""
        rule = "C11 6.5.2.3p5: a member of an atomic structure or union accessed"
        told = self.hooks.statement("oracle_broken", record.pos, rule, "", self._line(record.pos))
        place = converted(address(record), PointerType(record.type))
        return at(block_value(record.pos, [told], place, place.type), record.type)

    def _compound_literal(self, node: typed.CompoundLiteral) -> typed.Lvalue:
        variable, pos = node.variable, node.pos
        if variable.initializer is None or variable.storage == "static" or not is_movable(variable):
            return node
        pointer = self._new_local(variable, pos)
        items: list[typed.Statement] = [assign(pointer, self._born(variable, pos, literal=is_const(variable.type)))]
        items += self._initialise(pointer, variable, pos)
        return at(block_value(pos, items, load(pointer, pos), pointer.type), node.type)


_HANDLERS: dict[type, Callable[[Rewriter, typed.Expression, bool], typed.Expression]] = {
    typed.Load: Rewriter._load,
    typed.Assign: Rewriter._assign,
    typed.CompoundAssign: Rewriter._compound,
    typed.Increment: Rewriter._compound,
    typed.Call: Rewriter._call,
    typed.BuiltinCall: Rewriter._builtin,
    typed.VaArg: Rewriter._va_arg,
    typed.PointerOffset: Rewriter._pointer_offset,
    typed.Comparison: Rewriter._comparison,
    typed.PointerDifference: Rewriter._comparison,
    typed.Conversion: Rewriter._conversion,
    typed.Comma: Rewriter._comma,
    typed.Logical: Rewriter._logical,
    typed.Conditional: Rewriter._conditional,
    typed.ArrayDecay: Rewriter._designator,
    typed.AddressOf: Rewriter._designator,
    typed.StatementExpression: Rewriter._statement_expression,
    typed.IntegerConstant: Rewriter._unchanged,
    typed.FloatingConstant: Rewriter._unchanged,
    typed.AddressConstant: Rewriter._address_constant,
    typed.FunctionAddress: Rewriter._unchanged,
    typed.LabelAddress: Rewriter._unchanged,
    typed.LabelDifference: Rewriter._unchanged,
}


# --------------------------------------------------------------------------- the plugin


def registration(tables: Path, *, aliases: bool, aligned: bool, hosted: bool) -> Callable[[Any], None]:
    """The `register` function of a minicc plugin that makes the strict build and writes its tables to a file."""

    def register(pipeline: Any) -> None:
        pipeline.wrap("check", wrapped)

    def wrapped(check: Callable[..., Any]) -> Callable[..., Any]:
        def run(unit: Any, source: Any, options: Any) -> Any:
            tree = check(unit, source, options)
            rewriter = Rewriter(source, aliases=aliases, aligned=aligned, hosted=hosted)
            rewriter.unit(tree)
            tables.write_text(rewriter.types.tables(rewriter.place_lines, sees_all=rewriter.sees_all))
            return tree

        return run

    return register
