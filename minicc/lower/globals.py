"""The module: variables, string literals, symbols, attributes; everything that outlives one function."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.diagnostics import CompileError
from minicc.ir.module import FIRST_PROMISE, Module
from minicc.ir.spelling import byte_string, escape, label_block, symbol
from minicc.lower.abi import Kind, Signature, signature
from minicc.lower.aliasing import AliasTags
from minicc.lower.constants import image, spell
from minicc.lower.context import LowerOptions, Place
from minicc.lower.llvm_types import memory_type
from minicc.machine import Machine, with_target
from minicc.source import SourceText
from minicc.types.conversions import promoted_parameter
from minicc.types.ctype import CONST, VOLATILE, ArrayType, CType, FunctionType, VoidType, unqualified
from minicc.types.layout import align_of, is_complete, size_of

if TYPE_CHECKING:
    from minicc.lower.debug_variables import ModuleDebug

_RETURNS_TWICE = frozenset(("setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp", "vfork", "savectx", "getcontext"))
_DEFAULT_PRIORITY = 65535
_MATH_NAMES = """
sqrt sin cos tan asin acos atan2 sinh cosh acosh atanh exp exp2 exp10 expm1 log log2 log10 log1p logb pow hypot fmod
remainder fdim fma tgamma erf erfc ldexp scalbn scalbln
"""
_SET_ERRNO = frozenset(name + suffix for name in _MATH_NAMES.split() for suffix in ("", "f", "l"))
"""Functions of <math.h> that do nothing but compute a value once nobody asks for errno (C11 §7.12)."""


class ModuleLowering:
    """What all functions of a translation unit share.

    `promises`: whether to promise what only optimisation needs; `no_signed_wrap`: " nsw" or "", to be put behind an
    opcode; `inbounds`: whether addresses stay inside of objects; `optimizes`: whether to write what costs time and only
    an optimiser reads; `vectorizes`: whether that optimiser vectorises loops; `boolean_range`: the metadata of a load
    of a `_Bool`, or "".
    """

    def __init__(self, unit: typed.TranslationUnit, source: SourceText, options: LowerOptions) -> None:
        self.options = options
        self.promises = options.promises
        self.no_signed_wrap = "" if options.wrapv or not options.promises else " nsw"
        self.debug: ModuleDebug | None = None
        if options.debug is not None:
            from minicc.ir.debug import DebugInfo
            from minicc.lower.debug_variables import ModuleDebug

            info = DebugInfo(source, options.producer, options.opt_level != "0", options.debug)
            self.debug = ModuleDebug(info, unit)
        self.ir = Module(source.file, self.debug.info if self.debug is not None else None)
        self.inbounds = options.promises and not options.wrapv_pointer
        self.optimizes = options.promises and options.opt_level != "0"
        self.vectorizes = self.optimizes and options.opt_level in ("2", "3")
        tagged = self.optimizes and options.strict_aliasing
        self._alias_tags = self._tags_of_module = AliasTags(self.ir.promises, FIRST_PROMISE) if tagged else None
        self.boolean_range = self._boolean_range() if self.optimizes else ""
        self.ir.assembly += unit.file_scope_asm
        self.ir.flags = [(8, "PIC Level", 2)]
        if not options.pic and options.pie:
            self.ir.flags.append((7, "PIE Level", 2))
        self.ir.flags += [(8, f"cf-protection-{name}", 1) for name in sorted(options.shape.protected)]
        self._variables: dict[typed.Variable, str] = {}
        self._symbols: dict[str, typed.Variable | typed.Function] = {}
        self._pending: list[typed.Variable] = []
        self._functions: dict[typed.Function, str] = {}
        self._strings: dict[tuple[bytes, int], str] = {}
        self._images: dict[tuple[str, str, int], str] = {}
        self._signatures: dict[FunctionType, Signature] = {}
        self.defined = {function.symbol: function for function in unit.functions if has_definition(function)}
        self._sharing: dict[str, list[typed.Function]] = {}
        for function in unit.functions:
            self._sharing.setdefault(function.symbol, []).append(function)
        self._renamed = {
            function.name: function
            for function in unit.functions
            if function.name in ("memcpy", "memset")
            and function.symbol != function.name
            and function.linkage == "external"
        }
        self._variables_of_unit = {variable.symbol: variable for variable in unit.variables}
        entities: list[typed.Variable | typed.Function] = [*unit.variables, *unit.functions]
        self._alias_targets = {
            entity.symbol: str(entity.attributes["alias"][0]) for entity in entities if "alias" in entity.attributes
        }

    # ------------------------------------------------------------------ promises

    def promised(self, alignment: int) -> int:
        """The alignment to write on an access."""
        return alignment if self.promises else 1

    def begin_function(self, function: typed.Function) -> None:
        """Obey what `__attribute__((optimize))` of a definition takes back."""
        words = _optimize_words(function.attributes)
        self._alias_tags = None if "no-strict-aliasing" in words else self._tags_of_module
        wraps = self.options.wrapv or not self.promises or "wrapv" in words or "no-strict-overflow" in words
        self.no_signed_wrap = "" if wraps else " nsw"

    def access_promises(self, place: Place) -> str:
        """What an access to a whole scalar object promises, as metadata."""
        return self._alias_tags.tag(place) if self._alias_tags is not None else ""

    def _boolean_range(self) -> str:
        """A `_Bool` holds 0 or 1: its other representations are traps (§6.2.6.1p5; psABI §3.1.2)."""
        return f", !range !{self.ir.promise('!{i8 0, i8 2}')}"

    # ------------------------------------------------------------------ symbols

    def signature(self, function: FunctionType) -> Signature:
        """How a function of this type is called."""
        found = self._signatures.get(function)
        if found is None:
            found = self._signatures[function] = signature(function)
        return found

    def variable(self, variable: typed.Variable) -> str:
        """The address of an object of static storage duration; it is defined or declared when first named."""
        found = self._variables.get(variable)
        if found is None and "weakref" in variable.attributes:
            found = self._variables[variable] = self._weak_variable(variable)
        if found is None:
            found = self._variables[variable] = symbol(variable.symbol)
            self._pending.append(variable)
        return found

    def _weak_variable(self, variable: typed.Variable) -> str:
        """What a `weakref` variable stands for; nothing needs to define it."""
        target = _referenced(variable.attributes)
        known = self._variables_of_unit.get(target)
        if known is not None:
            return self.variable(known)
        type_ = memory_type(variable.type) if _has_memory(variable.type) else "i8"
        self.ir.globals.append(f"{symbol(target)} = extern_weak global {type_}, align {variable.alignment}")
        return symbol(target)

    def function(self, function: typed.Function) -> str:
        """The address of a function; it is declared unless this module defines it."""
        found = self._functions.get(function)
        if found is None:
            attributes = function.attributes
            name = _referenced(attributes) if "weakref" in attributes else function.symbol
            if "weakref" in attributes and name in self._sharing:
                return self.function(self._sharing[name][0])
            found = self._functions[function] = symbol(name)
            declared = "weakref" in attributes or not ("alias" in attributes or "ifunc" in attributes)
            if name not in self.defined and declared:
                self._declare(function, found)
        return found

    def renamed(self, name: str) -> str:
        """The symbol that an asm label gives to a library function which copying objects needs; "" when none does."""
        function = self._renamed.get(name)
        return self.function(function) if function is not None else ""

    def address(self, e: typed.AddressConstant) -> str:
        """An address constant as a constant expression of type ptr."""
        if isinstance(e.base, typed.Variable):
            text = self.variable(e.base)
        elif isinstance(e.base, typed.Function):
            text = self.function(e.base)
        elif isinstance(e.base, typed.LabelAddress):
            text = self.label(e.base)
        else:
            text = self.string(e.base)
        return f"getelementptr (i8, ptr {text}, i64 {e.offset})" if e.offset else text

    def label(self, e: typed.LabelAddress) -> str:
        """The address of a label."""
        return f"blockaddress({self.function(e.function)}, %{label_block(e.label)})"

    def external_object(self, name: str, type_: str) -> str:
        """The address of an object of a library that is linked in, hidden from other modules."""
        self.ir.declare(f"@{name}", f"@{name} = external hidden global {type_}")
        return f"@{name}"

    def declare_intrinsic(self, name: str, type_: str) -> str:
        """`@name`, declared with `type_` ("void (ptr, i64)")."""
        result, _, parameters = type_.partition(" (")
        if name not in self._symbols:
            self.ir.declare(f"@{name}", f"declare {result} @{name}({parameters}")
        return f"@{name}"

    def _declare(self, function: typed.Function, name: str) -> None:
        if not all(map(is_complete, function.type.parameters)) or not _can_be_returned(function.type.result):
            self.ir.declare(name, f"declare void {name}(...)")
            return
        shape = self.signature(function.type)
        parameters = shape.parameter_types
        if not function.type.prototype and not parameters:
            parameters = "..."
        linkage = "extern_weak " if "weak" in function.attributes or "weakref" in function.attributes else ""
        visibility = self._visibility(function.attributes, declared=True)
        sharing = self._sharing.get(function.symbol, [function])
        # Of several functions of one symbol (asm labels) each may promise something else.
        attributes = function.attributes if len(sharing) == 1 else {}
        words = ["nounwind"] if "nothrow" in attributes else []
        if all(one.noreturn for one in sharing):
            words.append("noreturn")
        if function.symbol in _RETURNS_TWICE or any("returns_twice" in one.attributes for one in sharing):
            words.append("returns_twice")
        if self.options.no_builtin:
            words.append("nobuiltin")
        result = shape.return_type
        if self.optimizes:
            words += [word for word in ("cold", "hot") if word in attributes]
            words += _purity(attributes, shape)
            if not self.options.math_errno and function.symbol in _SET_ERRNO and not self.options.no_builtin:
                words += ["memory(none)", "nounwind", "willreturn"]
            if "malloc" in attributes and not attributes["malloc"] and result == "ptr":
                result = "noalias ptr"
        group = " " + self.ir.attribute_group(" ".join(dict.fromkeys(words))) if words else ""
        self.ir.declare(name, f"declare {linkage}{visibility}{result} {name}({parameters}){group}")

    def _visibility(self, attributes: dict[str, list[str | int]], declared: bool) -> str:
        chosen = attributes.get("visibility")
        unmarked = "default" if declared else self.options.visibility
        name = str(chosen[0]) if chosen else unmarked
        return {"hidden": "hidden ", "internal": "hidden ", "protected": "protected "}.get(name, "")

    # ------------------------------------------------------------------ constants

    def string(self, literal: typed.StringLiteral) -> str:
        """The address of a string literal; equal literals share one object."""
        return self.bytes_constant(literal.data, align_of(literal.type))

    def bytes_constant(self, data: bytes, alignment: int) -> str:
        """The address of a constant object with these bytes."""
        key = (data, alignment)
        found = self._strings.get(key)
        if found is None:
            found = self._strings[key] = f"@.str.{len(self._strings)}"
            self.ir.globals.append(
                f"{found} = private unnamed_addr constant [{len(data)} x i8] {byte_string(data)}, align {alignment}"
            )
        return found

    def constant_image(self, type_: str, constant: str, alignment: int) -> str:
        """The address of a constant that initialises automatic objects."""
        key = (type_, constant, alignment)
        found = self._images.get(key)
        if found is None:
            found = self._images[key] = f"@.init.{len(self._images)}"
            self.ir.globals.append(f"{found} = private unnamed_addr constant {type_} {constant}, align {alignment}")
        return found

    # ------------------------------------------------------------------ variables

    def define_pending(self) -> None:
        """Writes the variables that were named since the last call, and those that their initialisers name."""
        while self._pending:
            self._emit(self._pending.pop(0))

    def _emit(self, variable: typed.Variable) -> None:
        name = self._variables[variable]
        earlier = self._symbols.get(variable.symbol)
        if earlier is not None or variable.symbol in self.defined:
            return
        best = self._variables_of_unit.get(variable.symbol)
        if variable.storage == "extern" and best is not None and best.storage == "static":
            variable = best
        self._symbols[variable.symbol] = variable
        attributes = variable.attributes
        if "alias" in attributes:
            self._emit_alias(name, variable, self._aliased_symbol(variable))
            return
        if variable.storage == "extern":
            self._emit_declaration(name, variable)
            return
        type_, constant = self._contents(variable)
        words = [self._linkage(variable)]
        if variable.linkage == "external":
            words += ["" if self.options.pic else "dso_local", self._visibility(attributes, declared=False).strip()]
        if variable.thread_local:
            words.append("thread_local")
        words.append("constant" if _is_read_only(variable.type) else "global")
        section = self._section(variable, words[-1], constant)
        head = " ".join(word for word in words if word)
        debug = self.debug.variable(variable) if self.debug is not None else ""
        self.ir.globals.append(f"{name} = {head} {type_} {constant}{section}, align {variable.alignment}{debug}")
        if "used" in attributes:
            self.ir.used.append(name)

    def _contents(self, variable: typed.Variable) -> tuple[str, str]:
        ctype = variable.type
        if isinstance(ctype, ArrayType) and ctype.length is None and variable.initializer is None:
            return f"[1 x {memory_type(ctype.element)}]", "zeroinitializer"
        size = size_of(ctype) if is_complete(ctype) else 0
        if variable.initializer is None or not variable.initializer.elements:
            return memory_type(ctype), "zeroinitializer"
        return spell(ctype, image(self, size, variable.initializer.elements))

    def _section(self, variable: typed.Variable, kind: str, constant: str) -> str:
        """The section that an object asks for, or one of its own (-fdata-sections)."""
        if "section" in variable.attributes:
            return f', section "{variable.attributes["section"][0]}"'
        if not self.options.shape.has("data-sections") or self._linkage(variable) == "common":
            return ""
        if variable.thread_local:
            place = "tbss" if constant == "zeroinitializer" else "tdata"
        elif kind == "constant":
            relocated = "@" in constant and not constant.startswith('c"')
            movable = self.options.pic or self.options.pie
            place = "data.rel.ro" if relocated and movable else "rodata"
        else:
            place = "bss" if constant == "zeroinitializer" else "data"
        return f', section "{escape(f".{place}.{variable.symbol}".encode())}"'

    def _linkage(self, variable: typed.Variable) -> str:
        if variable.linkage != "external":
            return "internal"
        if "weak" in variable.attributes:
            return "weak"
        common = (self.options.common or "common" in variable.attributes) and "nocommon" not in variable.attributes
        if variable.tentative and common and not variable.thread_local and "section" not in variable.attributes:
            return "common"
        return ""

    def _emit_declaration(self, name: str, variable: typed.Variable) -> None:
        linkage = "extern_weak" if "weak" in variable.attributes else "external"
        visibility = self._visibility(variable.attributes, declared=True)
        thread = "thread_local " if variable.thread_local else ""
        type_ = memory_type(variable.type) if _has_memory(variable.type) else "i8"
        self.ir.globals.append(f"{name} = {linkage} {visibility}{thread}global {type_}, align {variable.alignment}")

    def _aliased_symbol(self, alias: typed.Variable | typed.Function) -> str:
        """The symbol whose definition `alias` names, through other aliases: LLVM refuses an alias of a weak alias."""
        passed = {alias.symbol}
        target = self._alias_targets[alias.symbol]
        while target in self._alias_targets:
            if target in passed:
                raise CompileError(f"'{alias.name}' part of alias cycle", alias.pos)
            passed.add(target)
            target = self._alias_targets[target]
        return target

    def _emit_alias(self, name: str, entity: typed.Variable | typed.Function, target: str) -> None:
        words = []
        attributes, ctype = entity.attributes, entity.type
        internal = entity.linkage == "internal"
        if internal:
            words.append("internal")
        elif "weak" in attributes:
            words.append("weak")
        if not self.options.pic and not internal:
            words.append("dso_local")
        words.append(self._visibility(attributes, declared=False).strip())
        head = "".join(word + " " for word in words if word)
        type_ = "i8" if isinstance(ctype, FunctionType) or not _has_memory(ctype) else memory_type(ctype)
        self.ir.globals.append(f"{name} = {head}alias {type_}, ptr {symbol(target)}")

    def function_alias(self, function: typed.Function) -> None:
        """Writes a function that is another name of one defined here (`__attribute__((alias))`)."""
        target = self._aliased_symbol(function)
        if target not in self.defined and target not in self._variables_of_unit:
            raise CompileError(f"'{function.name}' aliased to undefined symbol '{target}'", function.pos)
        if function.symbol not in self._symbols:
            self._symbols[function.symbol] = function
            self._emit_alias(symbol(function.symbol), function, target)

    def indirect_function(self, function: typed.Function) -> None:
        """Writes a function whose address a resolver gives when the program is loaded (`__attribute__((ifunc))`)."""
        target = str(function.attributes["ifunc"][0])
        if target not in self.defined:
            raise CompileError(f"'{function.name}' aliased to undefined symbol '{target}'", function.pos)
        shape = self.signature(function.type)
        type_ = f"{shape.return_type} ({shape.parameter_types})"
        self.ir.globals.append(
            f"{symbol(function.symbol)} = {self.definition_head(function)}ifunc {type_}, ptr {symbol(target)}"
        )

    # ------------------------------------------------------------------ functions

    def definition_head(self, function: typed.Function) -> str:
        """What stands between `define` and the return type."""
        words = []
        if function.linkage == "internal":
            words.append("internal")
        else:
            if "weak" in function.attributes:
                words.append("weak")
            if not self.options.pic:
                words.append("dso_local")
            words.append(self._visibility(function.attributes, declared=False).strip())
        return "".join(word + " " for word in words if word)

    def machine_of(self, function: typed.Function) -> Machine:
        """What a function may be compiled for: the options' machine, and what its attribute `target` says."""
        machine = self.options.machine
        for text in function.attributes.get("target", ()):
            machine = with_target(machine, str(text))
        return machine

    def definition_attributes(
        self, function: typed.Function, framed: bool = False, instructions: Iterable[str] = ()
    ) -> str:
        """The attribute group of a definition.

        `framed`: it keeps its frame pointer whatever the options say; `instructions`: sets of them that it needs.
        """
        attributes = function.attributes
        omit = self.options.omit_frame_pointer
        if omit is None:
            omit = self.options.opt_level != "0"
        words = ["nounwind", "uwtable"]
        if function.noreturn:
            words.append("noreturn")
        if "noinline" in attributes or "noipa" in attributes or function.calls_setjmp:
            words.append("noinline")
        elif "always_inline" in attributes:
            words.append("alwaysinline")
        elif function.inline:
            words.append("inlinehint")
        words += [word for word in ("cold", "hot") if word in attributes]
        if self.options.opt_level in ("s", "z"):
            words.append("optsize")
        if self.options.no_builtin:
            words.append('"no-builtins"')
        if framed:
            words.append('"disable-tail-calls"="true"')
        words.append(f'"frame-pointer"="{"none" if omit and not framed else "all"}"')
        unprotected = "no_stack_protector" in attributes
        words += self.machine_of(function).needing(instructions).attributes()
        words += [one for one in self.options.function_attributes if not (unprotected and one.startswith("ssp"))]
        if "no-delete-null-pointer-checks" in _optimize_words(attributes):
            words.append("null_pointer_is_valid")
        return self.ir.attribute_group(" ".join(words))

    def register_function(self, function: typed.Function, name: str) -> None:
        """Notes what a definition's attributes ask of the module."""
        attributes = function.attributes
        if "used" in attributes:
            self.ir.used.append(name)
        for attribute, entries in (("constructor", self.ir.constructors), ("destructor", self.ir.destructors)):
            if attribute in attributes:
                arguments = attributes[attribute]
                priority = int(arguments[0]) if arguments else _DEFAULT_PRIORITY
                entries.append((priority, name))


def _purity(attributes: dict[str, list[str | int]], shape: Signature) -> list[str]:
    """What gcc's attributes `const` and `pure` promise, of a function whose arguments and result are in registers."""
    in_memory = any(passing.kind is Kind.MEMORY for passing in (shape.result, *shape.arguments))
    if in_memory or shape.variadic or not ("const" in attributes or "pure" in attributes):
        return []
    return ["memory(none)" if "const" in attributes else "memory(read)", "nounwind", "willreturn"]


def _optimize_words(attributes: dict[str, list[str | int]]) -> list[str]:
    """The options that `__attribute__((optimize))` names, without -f."""
    given = [argument for argument in attributes.get("optimize", ()) if isinstance(argument, str)]
    return [word.strip().removeprefix("-f") for text in given for word in text.split(",")]


def _referenced(attributes: dict[str, list[str | int]]) -> str:
    """The symbol that a `weakref` stands for: its argument, or that of `alias` beside it."""
    return str((attributes["weakref"] or attributes["alias"])[0])


def defined_type(function: typed.Function) -> FunctionType:
    """The type of a definition with its parameters: a K&R one takes promoted arguments (§6.9.1p7, §6.5.2.2p6)."""
    if function.type.prototype:
        return function.type
    promoted = tuple(promoted_parameter(unqualified(parameter.type)) for parameter in function.parameters)
    return FunctionType(function.type.result, promoted, prototype=False)


def has_definition(function: typed.Function) -> bool:
    """True when lowering produces code for the function."""
    return function.emit and function.body is not None


def _has_memory(ctype: CType) -> bool:
    if isinstance(ctype, VoidType | FunctionType):
        return False
    return is_complete(ctype) or isinstance(ctype, ArrayType)


def _can_be_returned(ctype: CType) -> bool:
    return isinstance(ctype, VoidType) or is_complete(ctype)


def _is_read_only(ctype: CType) -> bool:
    while isinstance(ctype, ArrayType):
        ctype = ctype.element
    return ctype.qualifiers & (CONST | VOLATILE) == CONST
