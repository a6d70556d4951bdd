"""Statements (C11 §6.8)."""

from __future__ import annotations

from minicc.check import typed
from minicc.ir.spelling import INDIRECT_BLOCK, integer
from minicc.lower.calls import return_record, return_value
from minicc.lower.context import FunctionContext, Place, statement
from minicc.lower.expressions import branch_on
from minicc.lower.function import fall_off
from minicc.lower.initialisers import initialise
from minicc.lower.lifetimes import begin_lifetime, close_lifetimes, end_lifetimes, reached_by_jump
from minicc.lower.llvm_types import is_record, value_type
from minicc.lower.memory import copy
from minicc.lower.variable_length import allocate, is_variable_length, restore_stack
from minicc.types.ctype import VoidType

_EXPANDED_RANGE = 16


@statement(typed.Block)
def block(f: FunctionContext, s: typed.Block) -> None:
    f.saved_stacks.append(None)
    is_scope = s is not f.function.body and declares(s.items)
    outer = f.enter_block(s.pos) if is_scope else f.scope
    for item in s.items:
        f.statement(item)
    clean_up(f, s.cleanups)
    leave_block(f)
    f.scope = outer


def declares(items: list[typed.Statement]) -> bool:
    """Whether a block has objects of its own."""
    return any(isinstance(item, typed.LocalVariable) for item in items)


def clean_up(f: FunctionContext, calls: list[typed.Expression]) -> None:
    """The calls of `cleanup` functions on the way out of their scopes."""
    if f.builder.terminated:
        return
    for call in calls:
        f.discard(call)
        f.open_block()


def leave_block(f: FunctionContext) -> None:
    """The end of a block: its objects are gone."""
    depth = len(f.saved_stacks) - 1
    end_lifetimes(f, depth)
    close_lifetimes(f, depth)
    restore_stack(f, depth)
    f.saved_stacks.pop()


@statement(typed.LocalVariable)
def local_variable(f: FunctionContext, s: typed.LocalVariable) -> None:
    variable = s.variable
    if f.debug is not None and f.scope is not None:
        f.debug.declare(variable, f.scope)
    if variable.storage == "static":
        f.module.variable(variable)
    elif is_variable_length(variable.type):
        allocate(f, variable)
    elif variable.storage != "extern" and not f.builder.terminated:
        pointer = f.local(variable)
        begin_lifetime(f, variable, pointer)
        if variable.initializer is not None:
            initialise(f, Place(pointer, variable.alignment, variable.type), variable.initializer)


@statement(typed.ExpressionStatement)
def expression_statement(f: FunctionContext, s: typed.ExpressionStatement) -> None:
    if s.expression is not None and not f.builder.terminated:
        f.discard(s.expression)
        f.builder.drop_dead_block()


@statement(typed.If)
def if_(f: FunctionContext, s: typed.If) -> None:
    f.open_block()
    b = f.builder
    then, end = b.new_name("if.then"), b.new_name("if.end")
    otherwise = b.new_name("if.else") if s.otherwise is not None else end
    branch_on(f, s.condition, then, otherwise)
    b.start_block(then)
    f.statement(s.then)
    if s.otherwise is not None:
        if not b.terminated:
            b.branch(end)
        b.start_block(otherwise)
        f.statement(s.otherwise)
    b.start_block(end)


def _body(f: FunctionContext, s: typed.Statement, break_label: str, continue_label: str) -> None:
    saved = f.break_label, f.continue_label, f.break_depth, f.continue_depth
    f.break_label, f.continue_label = break_label, continue_label
    f.break_depth = f.continue_depth = len(f.saved_stacks)
    f.statement(s)
    f.break_label, f.continue_label, f.break_depth, f.continue_depth = saved


@statement(typed.While)
def while_(f: FunctionContext, s: typed.While) -> None:
    b = f.builder
    test, body, end = b.new_name("while.test"), b.new_name("while.body"), b.new_name("while.end")
    b.start_block(test)
    branch_on(f, s.condition, body, end)
    b.start_block(body)
    _body(f, s.body, end, test)
    f.at(s.pos)
    if not b.terminated:
        b.branch(test)
    b.start_block(end)


@statement(typed.DoWhile)
def do_while(f: FunctionContext, s: typed.DoWhile) -> None:
    b = f.builder
    body, test, end = b.new_name("do.body"), b.new_name("do.test"), b.new_name("do.end")
    b.start_block(body)
    _body(f, s.body, end, test)
    b.start_block(test)
    branch_on(f, s.condition, body, end)
    b.start_block(end)


@statement(typed.For)
def for_(f: FunctionContext, s: typed.For) -> None:
    b = f.builder
    f.saved_stacks.append(None)
    outer = f.enter_block(s.pos) if declares(s.initial) else f.scope
    for item in s.initial:
        f.statement(item)
    test, body = b.new_name("for.test"), b.new_name("for.body")
    step, end = b.new_name("for.step"), b.new_name("for.end")
    b.start_block(test)
    if s.condition is not None:
        branch_on(f, s.condition, body, end)
    b.start_block(body)
    _body(f, s.body, end, step)
    b.start_block(step)
    if s.step is not None:
        f.discard(s.step)
    f.at(s.pos)
    b.branch(test, _over_columns(f, s))
    b.start_block(end)
    leave_block(f)
    f.scope = outer


def _over_columns(f: FunctionContext, s: typed.For) -> str:
    """The metadata of a loop that the optimiser should run several iterations of at a time; "" for others."""
    inside = s.body.items if isinstance(s.body, typed.Block) else [s.body]
    if not f.module.vectorizes or not any(isinstance(one, typed.For) for one in inside):
        return ""
    from minicc.lower.column_loops import sums_columns

    return f", !llvm.loop !{f.module.ir.loop_over_columns()}" if sums_columns(s) else ""


@statement(typed.Switch)
def switch(f: FunctionContext, s: typed.Switch) -> None:
    f.open_block()
    b = f.builder
    end = b.new_name("switch.end")
    value = f.value(s.controlling)
    type_ = value_type(s.controlling.type)
    bits = int(type_[1:])
    table: list[tuple[str, str]] = []
    ranges: list[tuple[typed.Case, str]] = []
    for case in s.cases:
        label = f.case_labels[case] = b.new_name("case")
        if case.last - case.value < _EXPANDED_RANGE:
            table += [(integer(n, bits), label) for n in range(case.value, case.last + 1)]
        else:
            ranges.append((case, label))
    default = end
    if s.default is not None:
        default = f.case_labels[s.default] = b.new_name("default")
    following = b.new_name("case.range") if ranges else default
    if f.module.options.opt_level == "0":
        # LLVM's fast instruction selection gives up on a switch, and on all that is before it in its block.
        b.start_block(b.new_name("switch"))
    if value[0] in "-0123456789" and not ranges:
        b.branch(dict(table).get(integer(int(value), bits), default))
    else:
        b.switch(type_, value, following, table)
    for i, (case, label) in enumerate(ranges):
        b.start_block(following)
        following = b.new_name("case.range") if i + 1 < len(ranges) else default
        above = b.sub(type_, value, integer(case.value, bits))
        inside = b.icmp_unsigned("<=", type_, above, integer(case.last - case.value, bits))
        b.cbranch(inside, label, following)
    saved = f.break_label, f.break_depth, f.switch_depth
    f.break_label = end
    f.break_depth = f.switch_depth = len(f.saved_stacks)
    f.statement(s.body)
    f.break_label, f.break_depth, f.switch_depth = saved
    b.start_block(end)


@statement(typed.Case)
def case_(f: FunctionContext, s: typed.Case) -> None:
    reached_by_jump(f, f.switch_depth)
    f.builder.start_block(f.case_labels[s])
    f.statement(s.statement)


@statement(typed.Default)
def default_(f: FunctionContext, s: typed.Default) -> None:
    reached_by_jump(f, f.switch_depth)
    f.builder.start_block(f.case_labels[s])
    f.statement(s.statement)


@statement(typed.Labeled)
def labeled(f: FunctionContext, s: typed.Labeled) -> None:
    reached_by_jump(f)
    depth = len(f.saved_stacks)
    while depth and f.saved_stacks[depth - 1] is None:
        depth -= 1  # what these blocks allocate from here on is given back by a jump back here
    f.label_depths[s.label] = depth
    f.builder.start_block(f.label(s.label))
    f.statement(s.statement)


@statement(typed.Goto)
def goto(f: FunctionContext, s: typed.Goto) -> None:
    clean_up(f, s.cleanups)
    if not f.builder.terminated:
        restore_stack(f, f.label_depths.get(s.label, len(f.saved_stacks)))
        f.builder.branch(f.label(s.label))


@statement(typed.ComputedGoto)
def computed_goto(f: FunctionContext, s: typed.ComputedGoto) -> None:
    if not f.builder.terminated:
        f.builder.store("ptr", f.value(s.target), f.indirect_target(), 8)
        f.builder.branch(INDIRECT_BLOCK)


@statement(typed.Break)
def break_(f: FunctionContext, s: typed.Break) -> None:
    clean_up(f, s.cleanups)
    if not f.builder.terminated:
        end_lifetimes(f, f.break_depth)
        restore_stack(f, f.break_depth)
        f.builder.branch(f.break_label)


@statement(typed.Continue)
def continue_(f: FunctionContext, s: typed.Continue) -> None:
    clean_up(f, s.cleanups)
    if not f.builder.terminated:
        end_lifetimes(f, f.continue_depth)
        restore_stack(f, f.continue_depth)
        f.builder.branch(f.continue_label)


@statement(typed.Return)
def return_(f: FunctionContext, s: typed.Return) -> None:
    if f.builder.terminated:
        return
    if s.value is None:
        clean_up(f, s.cleanups)
        fall_off(f)
    elif is_record(s.value.type):
        source = f.record(s.value)
        if s.cleanups:
            copy(f, kept := f.temporary(source.type), source)
            source = kept
            clean_up(f, s.cleanups)
        return_record(f, source)
    elif isinstance(s.value.type, VoidType):
        f.discard(s.value)
        f.open_block()
        fall_off(f)
    else:
        value = f.value(s.value)
        clean_up(f, s.cleanups)
        return_value(f, value)


@statement(typed.Asm)
def asm(f: FunctionContext, s: typed.Asm) -> None:
    from minicc.lower.asm import lower_asm

    lower_asm(f, s)
