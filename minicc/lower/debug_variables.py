"""Functions, their scopes and variables as debug information (DWARF 5 §3, §4)."""

from __future__ import annotations

from minicc.check import typed
from minicc.ir.debug import DebugInfo
from minicc.ir.spelling import escape
from minicc.lower.debug_types import DebugTypes
from minicc.types.layout import align_of, is_complete


class ModuleDebug:
    """The debug information of one translation unit.

    `scopes` remembers the function in which a static local is declared, until its definition is written.
    """

    def __init__(self, info: DebugInfo, unit: typed.TranslationUnit) -> None:
        self.info = info
        self.types = DebugTypes(info, unit.typedef_names)
        self.scopes: dict[typed.Variable, int] = {}
        self.full = info.options.full
        if self.full:
            for definition in unit.enums:
                self.types.enum(definition)

    def function(self, function: typed.Function) -> FunctionDebug:
        """What a debugger is told about a definition."""
        return FunctionDebug(self, function)

    def variable(self, variable: typed.Variable) -> str:
        """What ends the definition of an object with static storage duration."""
        if not self.full or not variable.pos:
            return ""
        info = self.info
        scope = self.scopes.get(variable)
        if scope is None and variable.linkage == "none":
            return ""  # a compound literal at file scope, __func__
        renamed = scope is None and variable.symbol != variable.name
        linkage = f', linkageName: "{_text(variable.symbol)}"' if renamed else ""
        type_ = self.types.declared(variable.type, variable.pos)
        local = "false" if variable.linkage == "external" else "true"
        node = info.add(
            f'distinct !DIGlobalVariable(name: "{_text(variable.name)}"{linkage}, '
            f"scope: !{info.unit if scope is None else scope}, {info.at(variable.pos)}, "
            f"type: {'null' if type_ is None else f'!{type_}'}, isLocal: {local}, isDefinition: true"
            f"{aligned(variable)})"
        )
        expression = info.add(f"!DIGlobalVariableExpression(var: !{node}, expr: !DIExpression())")
        info.globals.append(expression)
        return f", !dbg !{expression}"


class FunctionDebug:
    """The debug information of one function; `node` is its DISubprogram.

    Variables that are declared but not yet in memory wait in `_scopes` with the block they belong to.
    """

    def __init__(self, module: ModuleDebug, function: typed.Function) -> None:
        assert function.body is not None
        self._module = module
        self._info = info = module.info
        self._scopes: dict[typed.Variable, int] = {}
        self._parameters = {variable: i + 1 for i, variable in enumerate(function.parameters)}
        self._lengths: dict[typed.Variable, int] = {}
        self._retained: list[int] = []
        self._retained_nodes = info.reserve()
        self.node = info.reserve()
        type_ = None
        more = ""
        if module.full:
            module.types.length_of = self._length
            result = module.types.declared(function.type, function.pos)
            type_ = result
            flags = ["DIFlagPrototyped"] if function.type.prototype else []
            if function.noreturn:
                flags.append("DIFlagNoReturn")
            if info.optimized:
                flags.append("DIFlagAllCallsDescribed")
            more = f", flags: {' | '.join(flags)}" if flags else ""
            more += f", retainedNodes: !{self._retained_nodes}"
        if function.symbol != function.name:
            more += f', linkageName: "{_text(function.symbol)}"'
        internal = function.linkage == "internal"
        line = info.place(function.body.pos).line
        info.function(self.node, function.name, function.pos, internal, line=line, type_=type_, more=more)
        for variable in function.parameters:
            if variable.name:
                self._scopes[variable] = self.node

    def declare(self, variable: typed.Variable, scope: int) -> None:
        """The declaration of a variable is reached in a block."""
        if variable.storage == "static":
            # LLVM's code generator cannot put a variable of static storage duration into a block.
            self._module.scopes.setdefault(variable, self.node)
        elif variable.storage != "extern":
            self._scopes.setdefault(variable, scope)

    def located(self, variable: typed.Variable, pointer: str) -> str:
        """The record that tells where a variable is; "" when nobody needs to know."""
        scope = self._scopes.get(variable)
        if scope is None or not self._module.full:
            return ""
        node = self._length_node(variable) if _is_length(variable) else self._variable(variable, scope)
        location = self._info.location(variable.pos, scope)
        return f"    #dbg_declare(ptr {pointer}, !{node}, !DIExpression(), !{location})"

    def finish(self) -> None:
        """The function's end: no variables will follow."""
        info = self._info
        # Only optimised code loses variables that are to be shown as optimised out.
        info.nodes[self._retained_nodes] = (
            f"!{{{', '.join(f'!{node}' for node in self._retained)}}}" if info.optimized else "!{}"
        )

    def _variable(self, variable: typed.Variable, scope: int) -> int:
        number = self._parameters.get(variable)
        extra = f"arg: {number}, " if number is not None else ""
        type_ = self._module.types.declared(variable.type, variable.pos)
        node = self._info.add(
            f'!DILocalVariable(name: "{_text(variable.name)}", {extra}scope: !{scope}, {self._info.at(variable.pos)}, '
            f"type: {'null' if type_ is None else f'!{type_}'}{aligned(variable)})"
        )
        self._retained.append(node)
        return node

    def _length(self, length: typed.Expression) -> str:
        """The hidden variable that holds the length of a variable-length array."""
        if not isinstance(length, typed.Load) or not isinstance(length.lvalue, typed.VariableReference):
            return "-1"
        return f"!{self._length_node(length.lvalue.variable)}"

    def _length_node(self, variable: typed.Variable) -> int:
        node = self._lengths.get(variable)
        if node is None:
            type_ = self._module.types.type(variable.type)
            node = self._lengths[variable] = self._info.add(
                f'!DILocalVariable(name: "{_text(variable.name)}", scope: !{self.node}, '
                f"{self._info.at(variable.pos)}, type: !{type_}, flags: DIFlagArtificial)"
            )
            self._retained.append(node)
        return node


def _is_length(variable: typed.Variable) -> bool:
    """Whether the checker made the variable, for the length of an array."""
    return variable.name == f"array_length_{variable.identity}"


def aligned(variable: typed.Variable) -> str:
    """Says how an object is aligned when that is more than its type asks for."""
    natural = align_of(variable.type) if is_complete(variable.type) else variable.alignment
    return f", align: {variable.alignment * 8}" if variable.alignment > natural else ""


def _text(name: str) -> str:
    return escape(name.encode("utf-8", "surrogateescape"))
