"""gcc's built-in functions (gcc manual, "Other Builtins"): folded here, turned into operators, or left to lowering
as BuiltinCall.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from minicc.check import compile_time, complex_numbers, constants, processor, typed, vectors
from minicc.check.atomics import atomic_call
from minicc.check.context import Context
from minicc.check.effects import has_side_effects
from minicc.check.library import library_signature
from minicc.check.operators import bit_width
from minicc.check.type_generic import type_generic_call
from minicc.diagnostics import unsupported
from minicc.syntax import nodes
from minicc.types import floating
from minicc.types.conversions import in_range, integer_type, is_arithmetic, is_integer, usual_arithmetic_conversions
from minicc.types.ctype import (
    BOOL,
    CONST,
    DOUBLE,
    FLOAT,
    FLOAT128,
    INT,
    LLONG,
    LONG,
    LONG_DOUBLE,
    UINT,
    UINT128,
    ULLONG,
    ULONG,
    USHORT,
    VOID,
    ComplexType,
    CType,
    FloatingType,
    FunctionType,
    PointerType,
    RecordType,
    complex_type,
)

_Handler = Callable[[str, nodes.Call], typed.Expression]

_FLOATING_SUFFIX: dict[str, FloatingType] = {
    "": DOUBLE,
    "f": FLOAT,
    "l": LONG_DOUBLE,
    "f32": FLOAT,
    "f64": DOUBLE,
    "f128": FLOAT128,
    "q": FLOAT128,
}
_COMPARISONS = {
    "isgreater": ">",
    "isgreaterequal": ">=",
    "isless": "<",
    "islessequal": "<=",
}
# Result and parameter types of the built-ins that lowering implements by themselves.
_FIXED: dict[str, tuple[CType, tuple[CType, ...]]] = {
    "bswap16": (USHORT, (USHORT,)),
    "bswap32": (UINT, (UINT,)),
    "bswap64": (ULONG, (ULONG,)),
    "bswap128": (UINT128, (UINT128,)),
    "expect": (LONG, (LONG, LONG)),
    "unreachable": (VOID, ()),
    "trap": (VOID, ()),
}
for _suffix, _unsigned, _signed in (("", UINT, INT), ("l", ULONG, LONG), ("ll", ULLONG, LLONG), ("imax", ULONG, LONG)):
    for _name in ("clz", "ctz", "popcount", "parity"):
        _FIXED[_name + _suffix] = (INT, (_unsigned,))
    for _name in ("ffs", "clrsb"):
        _FIXED[_name + _suffix] = (INT, (_signed,))
_OVERFLOW: dict[str, CType] = {
    "s{}": INT,
    "s{}l": LONG,
    "s{}ll": LLONG,
    "u{}": UINT,
    "u{}l": ULONG,
    "u{}ll": ULLONG,
}
_CLASSIFICATION = frozenset(["isnan", "isinf", "isfinite", "isnormal", "signbit", "isinf_sign"])
_ABSOLUTE: dict[str, CType] = {"abs": INT, "labs": LONG, "llabs": LLONG, "imaxabs": LONG}


class Builtins:
    def __init__(self, context: Context) -> None:
        self.context = context
        self._handlers: dict[str, _Handler] = {
            "va_start": self._va_start,
            "va_end": self._va_end,
            "va_copy": self._va_copy,
            "constant_p": self._constant_p,
            "choose_expr": self._choose_expr,
            "object_size": self._object_size,
            "dynamic_object_size": self._object_size,
            "expect_with_probability": self._expect_with_probability,
            "assume_aligned": self._assume_aligned,
            "prefetch": self._prefetch,
            "alloca": self._alloca,
            "alloca_with_align": self._alloca,
            "frame_address": self._frame,
            "return_address": self._frame,
            "extract_return_addr": self._first_argument,
            "speculation_safe_value": self._speculation_safe_value,
            "extend_pointer": self._extend_pointer,
            "FILE": self._file,
            "cpu_init": lambda _, node: processor.cpu_init(context, node),
            "cpu_supports": lambda _, node: processor.cpu_supports(context, node),
            "LINE": self._line,
            "isunordered": self._unordered,
            "islessgreater": self._unordered,
            "fpclassify": self._fpclassify,
            "va_arg_pack": self._argument_pack,
            "va_arg_pack_len": self._argument_pack,
            "setjmp": self._nonlocal_jump,
            "longjmp": self._nonlocal_jump,
            "apply": self._refused,
            "classify_type": self._classify_type,
            "clear_padding": self._clear_padding,
            "FUNCTION": self._function_name,
            "shuffle": self._shuffle,
            "shufflevector": self._shuffle,
            "complex": self._complex,
            "tgmath": self._type_generic,
        }
        for operation in ("add", "sub", "mul"):
            self._handlers[f"{operation}_overflow"] = self._overflow
            for pattern in _OVERFLOW:
                self._handlers[pattern.format(operation) + "_overflow"] = self._overflow
            self._handlers[f"{operation}_overflow_p"] = self._overflow_p
        for name in _FIXED:
            self._handlers[name] = self._fixed
        for name in _CLASSIFICATION:
            self._handlers[name] = self._classification
            for suffix in ("f", "l"):
                self._handlers[name + suffix] = self._classification
        for name in _COMPARISONS:
            self._handlers[name] = self._comparison
        for suffix in _FLOATING_SUFFIX:
            for name in ("inf", "huge_val"):
                self._handlers[name + suffix] = self._infinity
            for name in ("nan", "nans"):
                self._handlers[name + suffix] = self._nan
            for name in ("fabs", "copysign"):
                self._handlers[name + suffix] = self._sign
        for name in _ABSOLUTE:
            self._handlers[name] = self._absolute
        for suffix in ("", "f", "l"):
            for name in ("creal", "cimag", "conj"):
                self._handlers[name + suffix] = self._complex_part

    # ----------------------------------------------------------------- entry points

    def call(self, name: str, node: nodes.Call) -> typed.Expression | None:
        """A call of a name that starts with two underscores and is declared nowhere; None when it is no built-in."""
        if name.startswith("__builtin_ia32_"):
            return self._of_processor(name, node)
        if name.startswith(("__atomic_", "__sync_")):
            return atomic_call(self.context, name, node)
        if not name.startswith("__builtin_"):
            return None
        handler = self._handlers.get(name[10:])
        if handler is not None:
            return handler(name[10:], node)
        length = self.context.expressions.literal_length(node) if name == "__builtin_strlen" else None
        if length is not None:
            return length
        function = self.library_function(name)
        if function is None:
            unsupported(f"'{name}'", node.pos)
        context = self.context
        context.references[function] = None
        address = typed.FunctionAddress(node.function.pos, context.pointer_to(function.type), function)
        return context.expressions.call(address, function.type, node.arguments, name, node.pos)

    def is_known(self, name: str) -> bool:
        """Whether a call of `name` would be one of a built-in function that no library has."""
        return name.startswith("__builtin_") and name[10:] in self._handlers

    def _of_processor(self, name: str, node: nodes.Call) -> typed.Expression:
        from minicc.check.x86 import X86_BUILTINS
        from minicc.check.x86_vectors import IMMEDIATE, VECTOR_BUILTINS

        types = X86_BUILTINS.get(name[10:]) or VECTOR_BUILTINS.get(name[10:])
        if types is None:
            unsupported(f"'{name}'", node.pos)
        result, *parameters = types
        arguments = self._arguments(name[10:], node, *parameters)
        if name[10:] in IMMEDIATE:
            number = constants.fold_integer(arguments[-1])
            if number is None:
                self.context.error(f"the last argument of '{name}' must be a constant", node.pos)
            arguments[-1] = typed.IntegerConstant(arguments[-1].pos, INT, number)
        return typed.BuiltinCall(node.pos, result, name, arguments)

    def library_function(self, name: str) -> typed.Function | None:
        """The library function behind `__builtin_name`, or None."""
        if not name.startswith("__builtin_"):
            return None
        plain = name[10:]
        ctype = self.library_type(plain)
        if ctype is None:
            return None
        return self.context.function_declarations.presumed(plain, ctype, 0)

    def library_type(self, name: str) -> FunctionType | None:
        return library_signature(self.context, name)

    def va_list_pointer(self, node: nodes.Expression) -> typed.Expression:
        """A pointer to the `va_list` object that an expression denotes."""
        value = self.context.expressions.value(node)
        ctype = value.type
        if (
            isinstance(ctype, PointerType)
            and isinstance(ctype.target, RecordType)
            and ctype.target.definition is self.context.va_list_record
        ):
            return value
        self.context.error("first argument to 'va_arg' not of type 'va_list'", node.pos)

    # ----------------------------------------------------------------- helpers

    def _arguments(self, name: str, node: nodes.Call, *types: CType) -> list[typed.Expression]:
        """The arguments converted to `types`, as by a prototype."""
        self._count(name, node, len(types))
        context = self.context
        return [
            context.operators.assign(
                context.expressions.value(argument), ctype, f"argument {i + 1} of '__builtin_{name}'", argument.pos
            )
            for i, (argument, ctype) in enumerate(zip(node.arguments, types, strict=True))
        ]

    def _count(self, name: str, node: nodes.Call, wanted: int) -> None:
        if len(node.arguments) != wanted:
            few = "few" if len(node.arguments) < wanted else "many"
            self.context.error(f"too {few} arguments to function '__builtin_{name}'", node.pos)

    def _refused(self, name: str, node: nodes.Call) -> NoReturn:
        unsupported(f"'__builtin_{name}'", node.pos)

    def _void_pointer(self, const: bool = False) -> CType:
        return self.context.pointer_to(self.context.qualify(VOID, CONST if const else 0))

    # ----------------------------------------------------------------- variable arguments

    def _va_start(self, name: str, node: nodes.Call) -> typed.Expression:
        context = self.context
        if len(node.arguments) not in (1, 2):
            self._count(name, node, 2)
        if context.function is None or not context.function.type.variadic:
            context.error("'va_start' used in function with fixed arguments", node.pos)
        for last in node.arguments[1:]:
            context.expressions.unevaluated_type(last)
        return typed.BuiltinCall(node.pos, VOID, "__builtin_va_start", [self.va_list_pointer(node.arguments[0])])

    def _va_end(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 1)
        return typed.BuiltinCall(node.pos, VOID, "__builtin_va_end", [self.va_list_pointer(node.arguments[0])])

    def _va_copy(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 2)
        return typed.BuiltinCall(
            node.pos,
            VOID,
            "__builtin_va_copy",
            [self.va_list_pointer(argument) for argument in node.arguments],
        )

    # ----------------------------------------------------------------- questions to the compiler

    def _constant_p(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 1)
        return compile_time.constant_p(self.context, node)

    def _choose_expr(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 3)
        context = self.context
        chosen = context.expressions.integer_constant(
            node.arguments[0], "first argument to '__builtin_choose_expr' not a constant"
        )
        with context.expressions.unevaluated():
            context.expressions.expression(node.arguments[2 if chosen else 1])
        return context.expressions.expression(node.arguments[1 if chosen else 2])

    def _object_size(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 2)
        return compile_time.object_size(self.context, name, node)

    def _classify_type(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 1)
        with self.context.expressions.unevaluated():
            ctype = self.context.expressions.value(node.arguments[0]).type
        if is_integer(ctype):
            value = 1
        elif isinstance(ctype, FloatingType):
            value = 8
        elif isinstance(ctype, ComplexType):
            value = 9
        elif isinstance(ctype, RecordType):
            value = 12 if ctype.definition.keyword == "struct" else 13
        else:
            value = 5 if isinstance(ctype, PointerType) else 0
        return typed.IntegerConstant(node.pos, INT, value)

    def _line(self, name: str, node: nodes.Call) -> typed.Expression:
        return typed.IntegerConstant(node.pos, INT, self.context.source.location(node.pos).line)

    def _file(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 0)
        file = self.context.source.location(node.pos).file
        text = '"' + file.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return self.context.expressions.value(nodes.StringLiteral(node.pos, [text]))

    def _function_name(self, name: str, node: nodes.Call) -> typed.Expression:
        return self.context.expressions.value(nodes.Identifier(node.pos, "__func__"))

    # ----------------------------------------------------------------- hints

    def _expect_with_probability(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 3)
        first = nodes.Call(node.pos, node.function, node.arguments[:2])
        return self._fixed("expect", first)

    def _assume_aligned(self, name: str, node: nodes.Call) -> typed.Expression:
        context = self.context
        value = context.operators.assign(
            context.expressions.value(node.arguments[0]), self._void_pointer(True), "argument 1", node.pos
        )
        return context.operators.convert(value, self._void_pointer())

    def _first_argument(self, name: str, node: nodes.Call) -> typed.Expression:
        return self._arguments(name, node, self._void_pointer())[0]

    def _speculation_safe_value(self, name: str, node: nodes.Call) -> typed.Expression:
        """The value; nothing here is speculated on more than the processor does anyway, as with gcc's default."""
        if len(node.arguments) not in (1, 2):
            self._count(name, node, 1)
        value = self.context.expressions.value(node.arguments[0])
        if not is_integer(value.type) and not isinstance(value.type, PointerType):
            self.context.error(f"operand type is incompatible with argument 1 of '__builtin_{name}'", node.pos)
        for argument in node.arguments[1:]:
            unused = typed.Conversion(argument.pos, VOID, self.context.expressions.value(argument))
            value = typed.Comma(node.pos, value.type, unused, value)
        return value

    def _extend_pointer(self, name: str, node: nodes.Call) -> typed.Expression:
        return self.context.operators.convert(self._arguments(name, node, self._void_pointer(True))[0], ULONG)

    def _argument_pack(self, name: str, node: nodes.Call) -> typed.Expression:
        """The pack itself is expanded where it is the last argument of a call."""
        self._count(name, node, 0)
        if name == "va_arg_pack":
            self.context.error("invalid use of '__builtin_va_arg_pack ()'", node.pos)
        length = self.context.function_declarations.copies.pack_length(node)
        return typed.IntegerConstant(node.pos, INT, length)

    def _prefetch(self, name: str, node: nodes.Call) -> typed.Expression:
        """Only the address is evaluated; a prefetch has no other effect."""
        if not 1 <= len(node.arguments) <= 3:
            self._count(name, node, 1)
        value = self.context.expressions.value(node.arguments[0])
        return typed.Conversion(node.pos, VOID, value)

    def _alloca(self, name: str, node: nodes.Call) -> typed.Expression:
        first = nodes.Call(node.pos, node.function, node.arguments[:1])
        arguments = self._arguments(name, first, ULONG)
        return typed.BuiltinCall(node.pos, self._void_pointer(), "__builtin_alloca", arguments)

    def _nonlocal_jump(self, name: str, node: nodes.Call) -> typed.Expression:
        """The buffer is `void *[5]`; the value that longjmp passes must be 1 (gcc manual, "Nonlocal Gotos")."""
        buffer = self.context.pointer_to(self._void_pointer())
        if name == "setjmp":
            if self.context.function is not None:
                self.context.function.calls_setjmp = True
            return typed.BuiltinCall(node.pos, INT, "__builtin_setjmp", self._arguments(name, node, buffer))
        arguments = self._arguments(name, node, buffer, INT)
        if constants.fold_integer(arguments[1]) != 1:
            self.context.error("'__builtin_longjmp' second argument must be 1", node.pos)
        arguments[1] = typed.IntegerConstant(node.pos, INT, 1)
        return typed.BuiltinCall(node.pos, VOID, "__builtin_longjmp", arguments)

    def _frame(self, name: str, node: nodes.Call) -> typed.Expression:
        arguments = self._arguments(name, node, UINT)
        level = constants.fold_integer(arguments[0])
        if level is None:
            self.context.error(f"invalid argument to '__builtin_{name}'", node.pos)
        constant = typed.IntegerConstant(node.pos, UINT, level)
        return typed.BuiltinCall(node.pos, self._void_pointer(), f"__builtin_{name}", [constant])

    # ----------------------------------------------------------------- vectors and complex numbers

    def _shuffle(self, name: str, node: nodes.Call) -> typed.Expression:
        if name == "shuffle":
            return vectors.shuffle(self.context, node)
        return vectors.shuffle_vector(self.context, node)

    def _complex(self, name: str, node: nodes.Call) -> typed.Expression:
        return complex_numbers.build(self.context.operators, node)

    def _complex_part(self, name: str, node: nodes.Call) -> typed.Expression:
        ctype = complex_type(
            {"f": FLOAT, "l": LONG_DOUBLE}.get(name[len("creal") :] if name[1] != "o" else name[4:], DOUBLE)
        )
        value = self._arguments(name, node, ctype)[0]
        return complex_numbers.library_part(name, value, node.pos)

    def _clear_padding(self, name: str, node: nodes.Call) -> typed.Expression:
        from minicc.check.padding import clear_padding

        self._count(name, node, 1)
        return clear_padding(self.context, self.context.expressions.value(node.arguments[0]), node.pos)

    def _type_generic(self, name: str, node: nodes.Call) -> typed.Expression:
        return type_generic_call(self.context, node)

    # ----------------------------------------------------------------- integers

    def _fixed(self, name: str, node: nodes.Call) -> typed.Expression:
        result, parameters = _FIXED[name]
        arguments = self._arguments(name, node, *parameters)
        return typed.BuiltinCall(node.pos, result, f"__builtin_{name}", arguments)

    def _absolute(self, name: str, node: nodes.Call) -> typed.Expression:
        ctype = _ABSOLUTE[name]
        arguments = self._arguments(name, node, ctype)
        return typed.BuiltinCall(node.pos, ctype, f"__builtin_{name}", arguments)

    def _overflow(self, name: str, node: nodes.Call) -> typed.Expression:
        """`_Bool`; operands in their own types, the result in that which the last argument points to."""
        self._count(name, node, 3)
        context = self.context
        values = [context.expressions.value(argument) for argument in node.arguments]
        operation = name.removesuffix("_overflow")
        if operation not in ("add", "sub", "mul"):
            kind, length = operation[1:4], operation[4:]
            fixed = _OVERFLOW[operation[0] + "{}" + length]
            purpose = f"argument of '__builtin_{name}'"
            values[0] = context.operators.assign(values[0], fixed, purpose, node.pos)
            values[1] = context.operators.assign(values[1], fixed, purpose, node.pos)
            values[2] = context.operators.assign(values[2], context.pointer_to(fixed), purpose, node.pos)
            operation = kind
        pointer = values[2].type
        if not is_integer(values[0].type) or not is_integer(values[1].type):
            context.error(f"argument to '__builtin_{name}' does not have integral type", node.pos)
        if not isinstance(pointer, PointerType) or not is_integer(pointer.target):
            context.error(
                f"argument 3 in call to function '__builtin_{name}' does not have pointer to integral type", node.pos
            )
        return typed.BuiltinCall(node.pos, BOOL, f"__builtin_{operation}_overflow", values)

    def _overflow_p(self, name: str, node: nodes.Call) -> typed.Expression:
        """Whether the result fits the type of the last argument, which is not evaluated but for side effects."""
        self._count(name, node, 3)
        context = self.context
        values = [context.expressions.value(argument) for argument in node.arguments]
        for value in values:
            if not is_integer(value.type):
                context.error(f"argument to '__builtin_{name}' does not have integral type", node.pos)
        if isinstance(values[2], typed.Load) and bit_width(values[2]) is not None:
            unsupported(f"'__builtin_{name}' with a bit-field", node.pos)
        left, right = (constants.fold_integer(value) for value in values[:2])
        integer = integer_type(values[2].type)
        assert integer is not None
        if left is not None and right is not None and not has_side_effects(node.arguments[2]):
            exact = {"add": left + right, "sub": left - right, "mul": left * right}[name[:3]]
            return typed.IntegerConstant(node.pos, BOOL, int(not in_range(exact, integer)))
        return typed.BuiltinCall(node.pos, BOOL, f"__builtin_{name}", values)

    # ----------------------------------------------------------------- floating point

    def _infinity(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 0)
        suffix = name.removeprefix("inf").removeprefix("huge_val")
        ctype = _FLOATING_SUFFIX[suffix]
        bits = floating.encode(floating.Value("infinity", False), floating.FORMATS[ctype.name])
        return typed.FloatingConstant(node.pos, ctype, bits)

    def _nan(self, name: str, node: nodes.Call) -> typed.Expression:
        """The payload is that of the string: a number, usually none."""
        context = self.context
        self._count(name, node, 1)
        signaling = name.startswith("nans")
        suffix = name.removeprefix("nans") if signaling else name.removeprefix("nan")
        ctype = _FLOATING_SUFFIX[suffix]
        form = floating.FORMATS[ctype.name]
        folded = constants.fold(context.expressions.value(node.arguments[0]))
        if not isinstance(folded, typed.AddressConstant) or not isinstance(folded.base, typed.StringLiteral):
            unsupported(f"'__builtin_{name}' of anything but a string literal", node.pos)
        text = folded.base.data.split(b"\0")[0].decode("latin-1")
        payload = int(text, 0) if text else 0
        bits = floating.encode(floating.Value("nan", False), form)
        quiet = 1 << (form.precision - 2)
        bits |= payload & (quiet - 1)
        if signaling:
            bits = (bits & ~quiet) | (0 if payload else quiet >> 1)
        return typed.FloatingConstant(node.pos, ctype, bits)

    def _sign(self, name: str, node: nodes.Call) -> typed.Expression:
        kind = "fabs" if name.startswith("fabs") else "copysign"
        ctype = _FLOATING_SUFFIX[name.removeprefix(kind)]
        arguments = self._arguments(name, node, *([ctype] if kind == "fabs" else [ctype, ctype]))
        return typed.BuiltinCall(node.pos, ctype, f"__builtin_{kind}", arguments)

    def _floating_argument(self, name: str, node: nodes.Expression) -> typed.Expression:
        value = self.context.expressions.value(node)
        if not isinstance(value.type, FloatingType):
            self.context.error(f"non-floating-point argument in call to function '__builtin_{name}'", node.pos)
        return value

    def _classification(self, name: str, node: nodes.Call) -> typed.Expression:
        self._count(name, node, 1)
        plain = name if name in _CLASSIFICATION else name[:-1]
        if plain != name:
            argument = self._arguments(name, node, _FLOATING_SUFFIX[name[-1]])[0]
        else:
            argument = self._floating_argument(name, node.arguments[0])
        return typed.BuiltinCall(node.pos, INT, f"__builtin_{plain}", [argument])

    def _fpclassify(self, name: str, node: nodes.Call) -> typed.Expression:
        """(nan, infinite, normal, subnormal, zero, value): five ints, then the value in its own type."""
        self._count(name, node, 6)
        context = self.context
        arguments = [
            context.operators.assign(context.expressions.value(argument), INT, "argument", argument.pos)
            for argument in node.arguments[:5]
        ]
        arguments.append(self._floating_argument(name, node.arguments[5]))
        return typed.BuiltinCall(node.pos, INT, "__builtin_fpclassify", arguments)

    def _pair(self, name: str, node: nodes.Call) -> list[typed.Expression]:
        """Two arithmetic operands in their common floating type."""
        self._count(name, node, 2)
        context = self.context
        left, right = (context.expressions.value(argument) for argument in node.arguments)
        if not is_arithmetic(left.type) or not is_arithmetic(right.type):
            context.error(f"non-floating-point arguments in call to function '__builtin_{name}'", node.pos)
        common = usual_arithmetic_conversions(
            context.operators.promote(left).type, context.operators.promote(right).type
        )
        return [context.operators.convert(left, common), context.operators.convert(right, common)]

    def _comparison(self, name: str, node: nodes.Call) -> typed.Expression:
        left, right = self._pair(name, node)
        return typed.Comparison(node.pos, INT, _COMPARISONS[name], left, right)

    def _unordered(self, name: str, node: nodes.Call) -> typed.Expression:
        return typed.BuiltinCall(node.pos, INT, f"__builtin_{name}", self._pair(name, node))
