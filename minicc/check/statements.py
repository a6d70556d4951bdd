"""Statements and function bodies (C11 §6.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from minicc.check import conversion_warnings, typed
from minicc.check.cleanups import Cleanups
from minicc.check.context import Barrier, Context, Scope
from minicc.check.declarations import declare_anyway
from minicc.check.type_names import declared_name
from minicc.diagnostics import CompileError
from minicc.syntax import nodes
from minicc.types.conversions import integer_type, is_integer, wrap
from minicc.types.ctype import VOID, CType, PointerType, VoidType


class _SwitchState:
    """The `switch` being checked: its statement and the case values seen."""

    __slots__ = ("barrier", "ranges", "statement", "type", "values")

    def __init__(self, statement: typed.Switch, ctype: CType, barrier: Barrier | None) -> None:
        self.statement = statement
        self.barrier = barrier
        self.type = ctype
        self.values: dict[int, int] = {}
        self.ranges: list[tuple[int, int, int]] = []


class Statements:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.function_scope: Scope = context.file_scope
        self.hidden: list[typed.Variable] = []
        self.cleanups = Cleanups()
        self._switches: list[_SwitchState] = []
        self._loops = 0
        self._breakable = 0
        self._labels: dict[str, int] = {}
        self._gotos: dict[str, int] = {}
        self._jumps: list[tuple[str, Barrier | None, int]] = []
        self._label_barriers: dict[str, Barrier | None] = {}
        self._local_labels: list[dict[str, str]] = []
        self._handlers: dict[type[nodes.Node], Callable[[nodes.Node, list[typed.Statement]], None]] = {
            nodes.Declaration: self._declaration,
            nodes.StaticAssert: self._static_assert,
            nodes.Compound: self._compound,
            nodes.ExpressionStatement: self._expression,
            nodes.If: self._if,
            nodes.Switch: self._switch,
            nodes.While: self._while,
            nodes.DoWhile: self._do_while,
            nodes.For: self._for,
            nodes.Goto: self._goto,
            nodes.ComputedGoto: self._computed_goto,
            nodes.Continue: self._continue,
            nodes.Break: self._break,
            nodes.Return: self._return,
            nodes.Labeled: self._labeled,
            nodes.Case: self._case,
            nodes.Default: self._default,
            nodes.Asm: self._asm,
        }

    def function_body(self, body: nodes.Compound, prologue: list[typed.Statement]) -> typed.Block:
        """The body of the current function, in the scope that holds its parameters already."""
        self.function_scope = self.context.scope
        self._switches, self._loops, self._breakable = [], 0, 0
        self._labels, self._gotos, self._local_labels = {}, {}, []
        self.cleanups = Cleanups()
        self._jumps, self._label_barriers = [], {}
        hidden = self.hidden
        items: list[typed.Statement] = list(prologue)
        with_labels = self._enter_labels(body)
        self._items(body.items, items)
        self._leave_labels(with_labels)
        for label, pos in self._gotos.items():
            if label not in self._labels:
                self.context.recover(CompileError(f"label '{label.partition('.')[0]}' used but not defined", pos))
        for label, pos in self._labels.items():
            if label not in self._gotos:
                self.context.lint("unused-label", f"label '{label.partition('.')[0]}' defined but not used", pos)
        self._check_jumps()
        items[0:0] = [typed.LocalVariable(variable.pos, variable) for variable in hidden]
        self.hidden = []
        self.cleanups.settle_jumps()
        return typed.Block(body.pos, items, body.end, self.cleanups.leave_block(0))

    def statement_expression(self, body: nodes.Compound) -> tuple[typed.Block, typed.Expression | None]:
        """GNU `({ ... })`: the items but the last, and the last one's value when it is an expression."""
        scope = self.context.push_scope()
        scope.barrier = Barrier("statement expression", scope.barrier)
        outer = self.cleanups.depth
        with_labels = self._enter_labels(body)
        items: list[typed.Statement] = []
        result: typed.Expression | None = None
        for item in body.items[:-1]:
            self._handlers[type(item)](item, items)
        for item in body.items[-1:]:
            last = self._behind_labels(item, items)
            if isinstance(last, nodes.ExpressionStatement) and last.expression is not None:
                result = self.context.expressions.value(last.expression)
                if isinstance(result.type, VoidType):
                    items.append(typed.ExpressionStatement(last.pos, result))
                    result = None
            else:
                self._handlers[type(last)](last, items)
        self._leave_labels(with_labels)
        self.context.pop_scope()
        return typed.Block(body.pos, items, body.end, self.cleanups.leave_block(outer)), result

    def _items(self, nodes_: Sequence[nodes.Node], out: list[typed.Statement]) -> None:
        """The items of a block; the check goes on behind one that breaks a constraint."""
        context, handlers = self.context, self._handlers
        for item in nodes_:
            state = self._state()
            try:
                handlers[type(item)](item, out)
            except CompileError as error:
                context.recover(error)
                self._restore(state)
                if isinstance(item, nodes.Declaration):
                    declare_anyway(context, item)

    def _state(self) -> tuple[object, ...]:
        """What an error inside a statement would leave changed."""
        context = self.context
        return (
            context.scope,
            context.references,
            context.lengths,
            context.unevaluated,
            self._loops,
            self._breakable,
            len(self._switches),
            len(self._local_labels),
        )

    def _restore(self, state: tuple[Any, ...]) -> None:
        context = self.context
        context.scope, context.references, context.lengths, context.unevaluated = state[:4]
        self._loops, self._breakable, switches, labels = state[4:]
        del self._switches[switches:], self._local_labels[labels:]

    def _behind_labels(self, node: nodes.Node, out: list[typed.Statement]) -> nodes.Node:
        """The statement that labels stand before; the labels get null statements of their own."""
        while isinstance(node, nodes.Labeled):
            null = nodes.ExpressionStatement(node.pos, None)
            self._labeled(nodes.Labeled(node.pos, node.label, null), out)
            node = node.statement
        return node

    def statement(self, node: nodes.Statement) -> typed.Statement:
        """One statement; a body of several (a declaration with many declarators) becomes a block."""
        items: list[typed.Statement] = []
        self._handlers[type(node)](node, items)
        if len(items) == 1:
            return items[0]
        return typed.Block(node.pos, items, node.pos)

    def _enter_labels(self, body: nodes.Compound) -> bool:
        if not body.labels:
            return False
        identity = self.context.identity()
        self._local_labels.append({name: f"{name}.{identity}" for name in body.labels})
        return True

    def _leave_labels(self, entered: bool) -> None:
        if entered:
            self._local_labels.pop()

    def _label(self, name: str) -> str:
        for labels in reversed(self._local_labels):
            if name in labels:
                return labels[name]
        return name

    # ----------------------------------------------------------------- simple statements

    def _declaration(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Declaration)
        self.context.declarations.block_declaration(node, out)

    def _static_assert(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.StaticAssert)
        self.context.declarations.static_assert(node)

    def _compound(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Compound)
        context = self.context
        context.scope = Scope(context.scope)
        outer = self.cleanups.depth
        with_labels = self._enter_labels(node)
        items: list[typed.Statement] = []
        self._items(node.items, items)
        self._leave_labels(with_labels)
        context.pop_scope()
        out.append(typed.Block(node.pos, items, node.end, self.cleanups.leave_block(outer)))

    def _expression(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.ExpressionStatement)
        if node.expression is None:
            out.append(typed.ExpressionStatement(node.pos, None))
            return
        expression = self.context.expressions.value(node.expression)
        used = expression.operand if type(expression) is typed.Conversion else expression
        if type(used) is typed.Call:
            self._unused_result(used)
        out.append(typed.ExpressionStatement(node.pos, expression))

    def _unused_result(self, call: typed.Call) -> None:
        function = call.function.function if type(call.function) is typed.FunctionAddress else None
        if function is not None and "warn_unused_result" in function.attributes and call.type is not VOID:
            message = f"ignoring return value of '{function.name}' declared with attribute 'warn_unused_result'"
            self.context.warn(f"{message} [-Wunused-result]", call.pos)

    def _goto(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Goto)
        out.append(self._jump(self._label(node.label), node.pos))

    def _jump(self, label: str, pos: int) -> typed.Goto:
        self._gotos.setdefault(label, pos)
        self._jumps.append((label, self.context.scope.barrier, pos))
        goto = typed.Goto(pos, label)
        self.cleanups.jump(goto)
        return goto

    def _computed_goto(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.ComputedGoto)
        expressions = self.context.expressions
        target = expressions.value(node.target)
        if not isinstance(target.type, PointerType) and not is_integer(target.type):
            self.context.error("computed goto must be pointer type", node.pos)
        pointer = self.context.pointer_to(VOID)
        out.append(typed.ComputedGoto(node.pos, self.context.operators.convert(target, pointer)))

    def label_address(self, name: str, pos: int) -> typed.Expression:
        """GNU `&&name`."""
        function = self.context.function
        if function is None:
            self.context.error(f"label '{name}' referenced outside of any function", pos)
        label = self._label(name)
        self._gotos.setdefault(label, pos)
        function.address_labels[label] = None
        return typed.LabelAddress(pos, self.context.pointer_to(VOID), function, label)

    def _continue(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        if not self._loops:
            self.context.error("continue statement not within a loop", node.pos)
        out.append(typed.Continue(node.pos, self.cleanups.leaving_iteration()))

    def _break(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        if not self._breakable:
            self.context.error("break statement not within loop or switch", node.pos)
        out.append(typed.Break(node.pos, self.cleanups.leaving_breakable()))

    def _return(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Return)
        context = self.context
        function = context.function
        assert function is not None
        result = function.type.result
        if node.value is None:
            if not isinstance(result, VoidType):
                context.warn("'return' with no value, in function returning non-void [-Wreturn-type]", node.pos)
            out.append(typed.Return(node.pos, None, self.cleanups.leaving_function()))
            return
        value = context.expressions.value(node.value)
        if isinstance(result, VoidType):
            if not isinstance(value.type, VoidType):
                context.warn("'return' with a value, in function returning void [-Wreturn-type]", node.pos)
            else:
                context.pedantic("ISO C forbids 'return' with expression, in function returning void", node.value.pos)
            out.append(typed.ExpressionStatement(node.pos, value))
            out.append(typed.Return(node.pos, None, self.cleanups.leaving_function()))
            return
        if value.type is not result:
            value = context.operators.assign(value, result, "returning", node.value.pos)
        if context.options.warn is not None and isinstance(result, PointerType):
            conversion_warnings.returned(context, value)
        out.append(typed.Return(node.pos, value, self.cleanups.leaving_function()))

    def _asm(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Asm)
        from minicc.check.asm import asm_statement

        statement = asm_statement(self.context, node)
        for label in map(self._label, node.goto_labels):
            # gcc calls no `cleanup` function on this way out of a scope.
            self._gotos.setdefault(label, node.pos)
            self._jumps.append((label, self.context.scope.barrier, node.pos))
            statement.jumps.append(typed.Goto(node.pos, label))
        out.append(statement)

    # ----------------------------------------------------------------- selection and iteration

    def _if(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.If)
        condition = self.context.expressions.scalar(node.condition)
        then = self.statement(node.then)
        otherwise = self.statement(node.otherwise) if node.otherwise is not None else None
        out.append(typed.If(node.pos, condition, then, otherwise))

    def _while(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.While)
        condition = self.context.expressions.scalar(node.condition)
        out.append(typed.While(node.pos, condition, self._loop_body(node.body)))

    def _do_while(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.DoWhile)
        body = self._loop_body(node.body)
        condition = self.context.expressions.scalar(node.condition)
        out.append(typed.DoWhile(node.pos, body, condition))

    def _for(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.For)
        context = self.context
        context.push_scope()
        initial: list[typed.Statement] = []
        outer = self.cleanups.depth
        if isinstance(node.initial, nodes.Declaration):
            self._check_loop_declaration(node.initial)
            context.declarations.block_declaration(node.initial, initial)
        elif node.initial is not None:
            value = context.expressions.value(node.initial)
            initial.append(typed.ExpressionStatement(node.initial.pos, value))
        condition = context.expressions.scalar(node.condition) if node.condition is not None else None
        step = context.expressions.value(node.step) if node.step is not None else None
        body = self._loop_body(node.body)
        context.pop_scope()
        loop = typed.For(node.pos, initial, condition, step, body)
        cleanups = self.cleanups.leave_block(outer)
        if not cleanups:
            out.append(loop)
            return
        loop.initial = []
        out.append(typed.Block(node.pos, [*initial, loop], node.pos, cleanups))

    def _check_loop_declaration(self, node: nodes.Declaration) -> None:
        """§6.8.5p3: a `for` loop declares automatic and register objects only."""
        if self.context.options.is_c90:
            message = "'for' loop initial declarations are only allowed in C99 or C11 mode"
            note = "use option '-std=c99', '-std=gnu99', '-std=c11' or '-std=gnu11' to compile your code"
            self.context.error(message, node.pos, note, node.pos)
        name = next((declared_name(one.declarator) for one in node.declarators), None) or ""
        for one in node.declarators:
            declarator = one.declarator
            if isinstance(declarator, nodes.FunctionDeclarator) and isinstance(declarator.inner, nodes.NameDeclarator):
                self.context.error(f"declaration of non-variable '{name}' in 'for' loop initial declaration", node.pos)
        for word in node.specifiers.storage:
            if word == "static":
                self.context.error(
                    f"declaration of static variable '{name}' in 'for' loop initial declaration", node.pos
                )
            if word == "extern":
                self.context.error(
                    f"declaration of 'extern' variable '{name}' in 'for' loop initial declaration", node.pos
                )
            if word == "typedef":
                self.context.error(f"declaration of non-variable '{name}' in 'for' loop initial declaration", node.pos)

    def _loop_body(self, node: nodes.Statement) -> typed.Statement:
        self._loops += 1
        self._breakable += 1
        around = self.cleanups.enter_loop()
        body = self.statement(node)
        self.cleanups.leave_loop(around)
        self._loops -= 1
        self._breakable -= 1
        return body

    def _switch(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Switch)
        context = self.context
        controlling = context.expressions.value(node.controlling)
        if not is_integer(controlling.type):
            context.error("switch quantity not an integer", node.controlling.pos)
        controlling = context.operators.promote(controlling)
        statement = typed.Switch(node.pos, controlling, typed.Break(node.pos), [], None)
        state = _SwitchState(statement, controlling.type, context.scope.barrier)
        self._switches.append(state)
        self._breakable += 1
        around = self.cleanups.enter_switch()
        statement.body = self.statement(node.body)
        self.cleanups.leave_loop(around)
        self._breakable -= 1
        self._switches.pop()
        out.append(statement)

    # ----------------------------------------------------------------- labels

    def _labeled(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Labeled)
        label = self._label(node.label)
        if label in self._labels:
            note = f"previous definition of '{node.label}' was here"
            notes = ((note, self._labels[label]),)
            self.context.recover(CompileError(f"duplicate label '{node.label}'", node.pos, notes))
        self._labels[label] = node.pos
        self.cleanups.label(label)
        self._label_barriers[label] = self.context.scope.barrier
        labeled = typed.Labeled(node.pos, label, typed.ExpressionStatement(node.pos, None))
        out.append(labeled)
        self._labeled_statement(labeled, node.statement, out)

    def _labeled_statement(
        self,
        labeled: typed.Labeled | typed.Case | typed.Default,
        node: nodes.Statement,
        out: list[typed.Statement],
    ) -> None:
        """A label's statement; what one statement became beyond the first node follows it."""
        items: list[typed.Statement] = []
        self._handlers[type(node)](node, items)
        if items:
            labeled.statement = items[0]
            out.extend(items[1:])

    def _case(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Case)
        context = self.context
        if not self._switches:
            context.error("case label not within a switch statement", node.pos)
        state = self._switches[-1]
        integer = integer_type(state.type)
        assert integer is not None
        message = "case label does not reduce to an integer constant"
        value = wrap(context.expressions.integer_constant(node.value, message), integer)
        last = value
        if node.last is not None:
            last = wrap(context.expressions.integer_constant(node.last, message), integer)
            if last < value:
                context.warn("empty range specified", node.pos)
        self._check_duplicate(state, value, last, node.pos)
        self._check_switch_jump(state, node.pos)
        case = typed.Case(node.pos, value, last, typed.ExpressionStatement(node.pos, None))
        state.statement.cases.append(case)
        out.append(case)
        self._labeled_statement(case, node.statement, out)

    def _check_switch_jump(self, state: _SwitchState, pos: int) -> None:
        """§6.8.4.2p2."""
        barrier = self.context.scope.barrier
        if barrier is not state.barrier and barrier is not None:
            message = f"switch jumps into {barrier.description}"
            self.context.error(message, pos, barrier.note, barrier.pos)

    def _check_jumps(self) -> None:
        """§6.8.6.1p1: no jump from outside a variably modified identifier's scope into it."""
        for label, origin, pos in self._jumps:
            target = self._label_barriers.get(label)
            while origin is not None and origin is not target:
                origin = origin.outer
            if target is not None and origin is not target:
                notes: list[tuple[str, int | None]] = [
                    (f"label '{label.partition('.')[0]}' defined here", self._labels[label])
                ]
                if target.note:
                    notes.append((target.note, target.pos))
                self.context.recover(CompileError(f"jump into {target.description}", pos, tuple(notes)))

    def _check_duplicate(self, state: _SwitchState, value: int, last: int, pos: int) -> None:
        if value == last and value in state.values:
            earlier: int | None = state.values[value]
        else:
            earlier = next((at for low, high, at in state.ranges if low <= last and value <= high), None)
            if value != last and earlier is None:
                earlier = next((at for other, at in state.values.items() if value <= other <= last), None)
        if earlier is not None:
            notes = (("previously used here", earlier),)
            self.context.recover(CompileError("duplicate case value", pos, notes))
        if value == last:
            state.values[value] = pos
        else:
            state.ranges.append((value, last, pos))

    def _default(self, node: nodes.Node, out: list[typed.Statement]) -> None:
        assert isinstance(node, nodes.Default)
        if not self._switches:
            self.context.error("'default' label not within a switch statement", node.pos)
        statement = self._switches[-1].statement
        if statement.default is not None:
            notes = (("this is the first default label", statement.default.pos),)
            self.context.recover(CompileError("multiple default labels in one switch", node.pos, notes))
        self._check_switch_jump(self._switches[-1], node.pos)
        default = typed.Default(node.pos, typed.ExpressionStatement(node.pos, None))
        statement.default = default
        out.append(default)
        self._labeled_statement(default, node.statement, out)
