"""Calls and pointer operators of the strict build."""

from __future__ import annotations

from minicc.check import typed
from minicc.types.ctype import (
    CONST,
    INT,
    LONG,
    VOID,
    ArrayType,
    FloatingType,
    IntegerType,
    PointerType,
    VoidType,
    qualified,
    unqualified,
)
from minicc.types.layout import align_of, is_complete, is_variably_modified, size_of
from oracle.strict.accesses import Accesses
from oracle.strict.hooks import block_value, converted, load
from oracle.strict.queries import (
    is_constant,
    is_sized,
    is_within,
    load_again,
    replace_call,
    replace_operands,
)

_WRAPPED_WORDS = """
    malloc calloc free realloc aligned_alloc strndup strdup memcpy mempcpy memmove memset memcmp memchr strlen strnlen
    strcpy stpcpy strncpy strncat strcat strcmp strncmp strchr strrchr strstr strspn strcspn strtok getenv strerror
    printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf sscanf puts fputs fwrite write fgets fread
    strtol strtoul strtoll strtoull strtod strtof atoi atol atof abs labs llabs div ldiv lldiv modf modff
    frexp frexpf frexpl remquo remquof remquol
    isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper
    qsort bsearch longjmp exit time
    fclose fopen fdopen tmpfile freopen fflush putchar fputc putc setvbuf setbuf wprintf fwprintf
    fseek rewind ftell fgetpos fsetpos fgetc getc getchar ungetc fscanf scanf vsscanf vfscanf
    raise asctime strftime strxfrm setlocale localeconv
    wcslen wcscpy wcsncpy wcscat wmemcpy wmemmove wmemset mbrtowc mbrlen wcrtomb
    fesetround lround lrint llround llrint lroundf lrintf llroundf llrintf lroundl lrintl llroundl llrintl
"""
WRAPPED = frozenset(_WRAPPED_WORDS.split())
"""What `library.c` stands in for."""

_HARMLESS_WORDS = """
    abort _exit atexit signal rand srand clock getpid isatty fegetround fwide
    _setjmp setjmp sigsetjmp __sigsetjmp strcasecmp feof ferror clearerr fileno
    __ctype_b_loc __ctype_tolower_loc __ctype_toupper_loc __errno_location __assert_fail
"""
_HARMLESS = frozenset(_HARMLESS_WORDS.split())
_WRITING_WORDS = """
    strcpy stpcpy strncpy strncat strcat sprintf snprintf sscanf fscanf scanf fgets wcscpy wcsncpy wcscat
"""
_WRITING_TEXT = frozenset(_WRITING_WORDS.split())
SETJMP = frozenset(("_setjmp", "setjmp", "__sigsetjmp"))


def _room(argument: typed.Expression) -> int | None:
    """The size of the array that is handed over as a whole."""
    while isinstance(argument, typed.Conversion):
        argument = argument.operand
    if not isinstance(argument, typed.ArrayDecay) or not isinstance(argument.lvalue, typed.MemberAccess):
        return None
    member = argument.lvalue.type
    flexible = not isinstance(member, ArrayType) or not member.length or member.length == 1
    return None if flexible or not is_complete(member) else size_of(member)


class Operators(Accesses):
    """Calls, and operators on pointers."""

    # ----------------------------------------------------------------- calls

    def _call(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Call)
        pos, hooks, line = node.pos, self.hooks, self._line(node.pos)
        callee = node.function.function if isinstance(node.function, typed.FunctionAddress) else None
        if callee is not None and not node.function_type.prototype:
            # by its own type, the printed call might not be allowed
            node.function = converted(node.function, PointerType(node.function_type))
        is_void = isinstance(unqualified(node.type), VoidType)
        before: list[typed.Statement] = []
        after: list[typed.Statement] = []
        types = [unqualified(argument.type) for argument in node.arguments]
        rooms = [_room(argument) for argument in node.arguments]
        signature = self.types.signature(node.function_type, types)
        ordered = self._in_any_order(node, [node.function, *node.arguments], replace_call, force=True)
        assert isinstance(ordered, typed.StatementExpression)
        if callee is None or id(callee) in self.defined:
            if callee is None or not node.function_type.prototype:
                before.append(hooks.statement("oracle_call", pos, node.function, signature, line))
            if used and not is_void:
                after.append(hooks.statement("oracle_value_used", pos, line))
        else:
            before.append(hooks.statement("oracle_at", pos, line))
            if callee.name.removeprefix("strict_") in _WRITING_TEXT:
                arrays = zip(node.arguments, rooms, strict=True)
                before += [hooks.statement("oracle_room", pos, one, room) for one, room in arrays if room is not None]
            if callee.name.removeprefix("strict_") not in WRAPPED | _HARMLESS:
                if any(isinstance(unqualified(argument.type), PointerType) for argument in node.arguments):
                    self.sees_all = False
                after += [
                    hooks.statement("oracle_opaque", pos, argument)
                    for argument in node.arguments
                    if isinstance(unqualified(argument.type), PointerType)
                ]
        if node.function_type.variadic or not node.function_type.prototype:
            before.append(hooks.statement("oracle_types_passed", pos, self.types.arguments(types)))
        if callee is not None and callee.name in SETJMP:
            return self._setjmp(node, ordered, before)
        if is_void:
            ordered.body.items[-1:] = [*before, ordered.body.items[-1], *after]
            return ordered
        result = hooks.variable(pos, unqualified(node.type), node)
        ordered.body.items += [*before, typed.LocalVariable(pos, result), *after]
        ordered.result = load(result, pos)
        return ordered

    def _setjmp(
        self, node: typed.Call, ordered: typed.StatementExpression, before: list[typed.Statement]
    ) -> typed.Expression:
        pos = node.pos
        if id(node) not in self.allowed_setjmps:
            rule = "C11 7.13.1.1p5: setjmp where neither a condition nor a statement consists of it"
            before = [*before, self.hooks.statement("oracle_broken", pos, rule, "", self._line(pos))]
        result = self.hooks.variable(pos, INT, node)
        told = self.hooks.statement(
            "oracle_setjmp", pos, node.arguments[0], converted(load(result, pos), LONG), self._frame(pos)
        )
        ordered.body.items += [*before, typed.LocalVariable(pos, result), told]
        ordered.result = load(result, pos)
        return ordered

    def _builtin(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.BuiltinCall)
        pos, hooks = node.pos, self.hooks
        if node.name.startswith("__builtin_va_"):
            node.arguments = [self._value(argument) for argument in node.arguments]
            if node.name == "__builtin_va_start" and self._last_is_promoted():
                rule = "C11 7.16.1.4p4: va_start behind a parameter that the default argument promotions change"
                return typed.Comma(pos, VOID, hooks.call("oracle_broken", pos, rule, "", self._line(pos)), node)
            told = {
                "__builtin_va_start": lambda: hooks.call(
                    "oracle_va_start", pos, node.arguments[0], self._frame(pos), self._named_parameters()
                ),
                "__builtin_va_copy": lambda: hooks.call("oracle_va_copy", pos, *node.arguments),
                "__builtin_va_end": lambda: hooks.call("oracle_va_end", pos, node.arguments[0]),
            }.get(node.name)
            return node if told is None else typed.Comma(pos, VOID, node, told())
        if "alloca" in node.name:
            self.sees_all = False
        if node.name in ("__builtin_constant_p", "__builtin_object_size"):
            return node
        node.arguments = [self._value(argument) for argument in node.arguments]
        if node.name == "__builtin_setjmp" or not any(isinstance(a.type, PointerType) for a in node.arguments):
            return node
        items: list[typed.Statement] = []
        for place, argument in enumerate(node.arguments):
            if isinstance(unqualified(argument.type), PointerType) and not is_constant(argument):
                kept = hooks.variable(pos, unqualified(argument.type), argument)
                items.append(typed.LocalVariable(pos, kept))
                items.append(hooks.statement("oracle_opaque", pos, load(kept, pos)))
                node.arguments[place] = load(kept, pos)
        if isinstance(unqualified(node.type), VoidType):
            items.append(typed.ExpressionStatement(pos, node))
            return typed.StatementExpression(pos, VOID, typed.Block(pos, items), None)
        return block_value(pos, items, node, node.type)

    def _last_is_promoted(self) -> bool:
        assert self.function is not None
        last = unqualified(self.function.parameters[-1].type) if self.function.parameters else INT
        if isinstance(last, FloatingType):
            return last.name == "float"
        return isinstance(last, IntegerType) and last.size < INT.size

    def _named_parameters(self) -> int:
        assert self.function is not None
        return len(self.function.parameters)

    def _va_arg(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.VaArg)
        pos = node.pos
        parameter = int(isinstance(node.list, typed.Load) and isinstance(node.list.lvalue, typed.VariableReference))
        node.list = self._value(node.list)
        kept = self.hooks.variable(pos, unqualified(node.list.type), node.list)
        told = self.hooks.statement(
            "oracle_va_arg", pos, load(kept, pos), self.types.name(unqualified(node.type)), parameter, self._line(pos)
        )
        node.list = load(kept, pos)
        return block_value(pos, [typed.LocalVariable(pos, kept), told], node, node.type)

    # ----------------------------------------------------------------- operators

    def _pointer_offset(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.PointerOffset)
        pos, target = node.pos, node.type
        assert isinstance(target, PointerType)
        array = node.pointer.lvalue.type if isinstance(node.pointer, typed.ArrayDecay) else None
        ordered = self._in_any_order(node, [node.pointer, node.index], replace_operands)
        if not is_sized(target.target) or is_variably_modified(target.target):
            return ordered
        line = self._line(pos)
        if (
            isinstance(array, ArrayType)
            and array.length
            and not node.negative
            and not isinstance(node.index, typed.IntegerConstant)
        ):
            node.index = self.hooks.call("oracle_index", pos, converted(node.index, LONG), array.length, line)
            return ordered
        if isinstance(array, ArrayType) and array.length and is_within(node, array.length):
            return ordered
        if not is_constant(node.index) and not isinstance(node.index, typed.Load):
            kept = self.hooks.variable(pos, LONG, converted(node.index, LONG))
            node.index = load(kept, pos)
            items: list[typed.Statement] = [typed.LocalVariable(pos, kept)]
        else:
            items = []
        factor = typed.IntegerConstant(pos, LONG, (-1 if node.negative else 1) * size_of(target.target))
        index = load_again(node.index)
        if index is None:
            kept = self.hooks.variable(pos, LONG, converted(node.index, LONG))
            items.append(typed.LocalVariable(pos, kept))
            node.index, index = load(kept, pos), load(kept, pos)
        amount = typed.Arithmetic(pos, LONG, "*", converted(index, LONG), factor)
        node.pointer = converted(self.hooks.call("oracle_offset", pos, node.pointer, amount, line), node.pointer.type)
        if not items:
            return ordered
        if ordered is node:
            return block_value(pos, items, node, node.type)
        assert isinstance(ordered, typed.StatementExpression)
        ordered.body.items += items
        return ordered

    def _comparison(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Comparison | typed.PointerDifference)
        pos, line = node.pos, self._line(node.pos)
        is_pointer = isinstance(unqualified(node.left.type), PointerType)
        ordered = self._in_any_order(node, [node.left, node.right], replace_operands, force=is_pointer)
        if not is_pointer or not isinstance(ordered, typed.StatementExpression):
            return ordered
        for side in ("left", "right"):
            value = getattr(node, side)
            if load_again(value) is None:
                kept = self.hooks.variable(pos, unqualified(value.type), value)
                ordered.body.items.append(typed.LocalVariable(pos, kept))
                setattr(node, side, load(kept, pos))
        left, right = load_again(node.left), load_again(node.right)
        assert left is not None and right is not None
        if isinstance(node, typed.Comparison) and node.operator in ("==", "!="):
            told = self.hooks.statement("oracle_equal", pos, left, right, line)
        else:
            subtracts = int(isinstance(node, typed.PointerDifference))
            told = self.hooks.statement("oracle_same", pos, left, right, subtracts, line)
        ordered.body.items.append(told)
        return ordered

    def _conversion(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Conversion)
        node.operand = self._value(node.operand, used=used and not isinstance(unqualified(node.type), VoidType))
        return node

    def _comma(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Comma)
        node.left = self._value(node.left, used=False)
        node.right = self._value(node.right, used=used)
        return node

    def _logical(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Logical)
        node.left, node.right = self._value(node.left), self._value(node.right)
        return node

    def _conditional(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Conditional)
        node.condition = self._value(node.condition)
        if node.then is not None:
            node.then = self._value(node.then, used=used)
        node.otherwise = self._value(node.otherwise, used=used)
        return node

    def _designator(self, node: typed.Expression, used: bool) -> typed.Expression:
        """`&lvalue` and an array that decays: nothing is accessed."""
        assert isinstance(node, typed.ArrayDecay | typed.AddressOf)
        node.lvalue = self._lvalue(node.lvalue)
        return node

    def _statement_expression(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.StatementExpression)
        node.body.items = self._items(node.body.items, ends=False)
        if node.result is not None:
            node.result = self._full(node.result, used=used)
        return node

    def _address_constant(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.AddressConstant)
        if isinstance(node.base, typed.StringLiteral):
            node.base = self._literal(node.base)
        return node

    def _literal(self, literal: typed.StringLiteral) -> typed.Variable:
        """The array that a string literal stands for (6.4.5p6), one for each place."""
        assert isinstance(literal.type, ArrayType)
        name = f"oracle_literal_{len(self.literals)}"
        ctype = qualified(literal.type, CONST)
        value = typed.Initializer([typed.InitializerElement((), 0, ctype, literal)], whole=True)
        self.literals.append(
            typed.Variable(
                name,
                ctype,
                "static",
                "internal",
                self.hooks.fresh(),
                literal.pos,
                name,
                align_of(ctype),
                value,
                referenced=True,
            )
        )
        return self.literals[-1]

    def _unchanged(self, node: typed.Expression, used: bool) -> typed.Expression:
        return node
