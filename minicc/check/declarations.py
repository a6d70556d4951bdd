"""Declarations and function definitions: scope, linkage, storage duration (C11 §6.2.1-§6.2.4, §6.7, §6.9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NoReturn

from minicc.check import typed
from minicc.check.attributes import Attributes, apply_mode, collect
from minicc.check.context import Context, EnumConstant, LazyDeclaration, Typedef
from minicc.check.literals import string_literal
from minicc.check.type_names import Declared, declared_name
from minicc.diagnostics import unsupported
from minicc.syntax import nodes
from minicc.types.compatibility import compatible, compatible_unqualified, composite
from minicc.types.conversions import promoted_parameter
from minicc.types.ctype import (
    INT,
    ULONG,
    ArrayType,
    CType,
    FunctionType,
    PointerType,
    RecordType,
    VoidType,
    unqualified,
)
from minicc.types.layout import align_of, is_complete, is_variable_length, is_variably_modified, size_of
from minicc.types.spelling import spell


@dataclass(slots=True, eq=False)
class _Specified:
    """What the specifiers of one declaration say, worked out once for all its declarators."""

    base: CType
    storage: str
    thread_local: bool
    inline: bool
    noreturn: bool
    alignment: int
    attributes: list[nodes.Attribute]
    specifiers: nodes.Specifiers


class Declarations:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.uses: dict[typed.Variable | typed.Function, dict[typed.Variable | typed.Function, None]] = {}
        self.deferred: dict[typed.Function, tuple[nodes.FunctionDefinition, Declared]] = {}
        self._presumed: set[typed.Function] = set()
        self._external_inline: set[typed.Function] = set()
        self._defined: set[typed.Function] = set()

    # ----------------------------------------------------------------- file scope

    def external(self, node: nodes.Node) -> None:
        """One external declaration (§6.9)."""
        if isinstance(node, nodes.Declaration):
            if not self._defer(node):
                self._file_declaration(node)
        elif isinstance(node, nodes.FunctionDefinition):
            self.function_definition(node)
        elif isinstance(node, nodes.StaticAssert):
            self.static_assert(node)
        elif isinstance(node, nodes.AsmDeclaration):
            text = string_literal(node.template.parts, node.pos)[1].decode("latin-1")
            self.context.file_scope_asm.append(text)

    def _defer(self, node: nodes.Declaration) -> bool:
        """A system header's declaration without a record or enum definition waits until it is used."""
        specifier = node.specifiers.type
        if specifier is not None and type(specifier) is not nodes.TypedefName:
            if not isinstance(specifier, nodes.RecordSpecifier) or specifier.members is not None:
                return False
            if specifier.tag not in self.context.file_scope.tags:
                return False
        if not node.declarators or not self.context.source.in_system_header(node.pos):
            return False
        names = self.context.file_scope.names
        found: list[tuple[str, nodes.InitDeclarator]] = []
        for declarator in node.declarators:
            if declarator.initializer is not None:
                return False
            name = declared_name(declarator.declarator)
            if name is None or name in names or name in self.context.linked:
                return False
            found.append((name, declarator))
        for name, declarator in found:
            names[name] = LazyDeclaration(node, declarator)
        return True

    def resolve(self, name: str, lazy: LazyDeclaration) -> typed.Variable | typed.Function | Typedef | EnumConstant:
        """Make a declaration that was put off."""
        context = self.context
        saved_scope, context.scope = context.scope, context.file_scope
        saved_function, context.function = context.function, None
        del context.file_scope.names[name]
        try:
            self._declarator(self._specified(lazy.declaration.specifiers), lazy.declarator)
        finally:
            context.scope, context.function = saved_scope, saved_function
        entity = context.file_scope.names[name]
        assert not isinstance(entity, LazyDeclaration)
        return entity

    def _file_declaration(self, node: nodes.Declaration) -> None:
        if not node.declarators:
            self.context.type_names.forward_tag(node.specifiers)
        specified = self._specified(node.specifiers)
        for declarator in node.declarators:
            self._declarator(specified, declarator)

    def _specified(self, specifiers: nodes.Specifiers) -> _Specified:
        type_names = self.context.type_names
        base = type_names.specified(specifiers)
        storage = [word for word in specifiers.storage if word != "_Thread_local"]
        if len(storage) > 1:
            self.context.error("multiple storage classes in declaration specifiers", specifiers.pos)
        functions = specifiers.functions
        return _Specified(
            base,
            storage[0] if storage else "",
            len(storage) < len(specifiers.storage),
            "inline" in functions if functions else False,
            "_Noreturn" in functions if functions else False,
            type_names.alignment(specifiers),
            specifiers.attributes,
            specifiers,
        )

    def _declarator(self, specified: _Specified, node: nodes.InitDeclarator) -> None:
        """One declarator at file scope."""
        context = self.context
        declared = context.type_names.declared(node.declarator, specified.base)
        name = declared.name
        if name is None:
            context.error("expected identifier or '('", node.pos)
        attributes = collect(context, specified.attributes, declared.attributes, node.attributes)
        if attributes.mode is not None and not specified.attributes:
            declared.type = apply_mode(context, declared.type, attributes.mode, node.pos)
        if specified.storage == "typedef":
            self._typedef(name, declared, specified, attributes, node)
        elif isinstance(declared.type, FunctionType):
            if node.initializer is not None:
                context.error(f"function '{name}' is initialized like a variable", declared.pos)
            self.function(name, declared, specified, attributes, node.asm_label)
        else:
            if specified.storage in ("auto", "register"):
                if node.asm_label is not None:
                    unsupported("a global register variable", declared.pos)
                context.error(f"file-scope declaration of '{name}' specifies '{specified.storage}'", declared.pos)
            self._file_variable(name, declared, specified, attributes, node)

    def _typedef(
        self,
        name: str,
        declared: Declared,
        specified: _Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> None:
        context = self.context
        if node.initializer is not None:
            context.error(f"typedef '{name}' is initialized", declared.pos)
        previous = self._in_scope(name)
        if previous is not None:
            if not isinstance(previous, Typedef):
                self._different_kind(name, declared.pos)
            if not compatible(previous.type, declared.type):
                context.error(f"conflicting types for '{name}'; have '{spell(declared.type)}'", declared.pos)
            return
        if attributes.packed or attributes.transparent:
            self._apply_to_record(declared.type, attributes)
        alignment = attributes.alignment
        if type(node.declarator) is nodes.NameDeclarator:
            alignment = max(alignment, specified.alignment)
        context.scope.names[name] = Typedef(declared.type, declared.pos, alignment)

    def _apply_to_record(self, ctype: CType, attributes: Attributes) -> None:
        """`typedef union {...} T __attribute__((transparent_union))` speaks of the union itself."""
        if isinstance(ctype, RecordType) and attributes.transparent:
            ctype.definition.transparent = True

    def _in_scope(self, name: str) -> typed.Variable | typed.Function | Typedef | EnumConstant | None:
        """What the current scope itself declares as `name`."""
        entity = self.context.scope.names.get(name)
        if type(entity) is LazyDeclaration:
            return self.resolve(name, entity)
        assert not isinstance(entity, LazyDeclaration)
        return entity

    def _different_kind(self, name: str, pos: int) -> NoReturn:
        self.context.error(f"'{name}' redeclared as different kind of symbol", pos)

    # ----------------------------------------------------------------- functions

    def function(
        self,
        name: str,
        declared: Declared,
        specified: _Specified,
        attributes: Attributes,
        asm_label: str | None,
    ) -> typed.Function:
        """Declare a function in the current scope."""
        context = self.context
        ctype = declared.type
        assert isinstance(ctype, FunctionType)
        if specified.storage in ("auto", "register"):
            context.error(f"invalid storage class for function '{name}'", declared.pos)
        at_file_scope = context.scope is context.file_scope
        if specified.storage == "static" and not at_file_scope:
            context.error(f"invalid storage class for function '{name}'", declared.pos)
        previous = self._in_scope(name)
        if previous is not None and not isinstance(previous, typed.Function):
            self._different_kind(name, declared.pos)
        if not at_file_scope and previous is None:
            outer = context.file_scope.names.get(name)
            if isinstance(outer, LazyDeclaration):
                self.resolve(name, outer)
        linked = context.linked.get(name)
        if linked is None:
            function = self._new_function(name, ctype, declared.pos)
            function.linkage = "internal" if specified.storage == "static" else "external"
        else:
            if not isinstance(linked, typed.Function):
                self._different_kind(name, declared.pos)
            function = linked
            self._redeclare(function, ctype, declared.pos, specified.storage)
        context.scope.names[name] = function
        self._function_details(function, specified, attributes, asm_label)
        return function

    def _new_function(self, name: str, ctype: FunctionType, pos: int) -> typed.Function:
        context = self.context
        function = typed.Function(name, ctype, "external", context.identity(), pos, name)
        context.linked[name] = function
        context.functions.append(function)
        return function

    def _redeclare(self, function: typed.Function, ctype: FunctionType, pos: int, storage: str) -> None:
        name = function.name
        if function in self._presumed:
            self._presumed.discard(function)
            function.type = ctype
            function.pos = pos
            if storage == "static":
                function.linkage = "internal"
            return
        if not compatible(function.type, ctype):
            if not self._old_style_match(function, ctype):
                self.context.error(f"conflicting types for '{name}'; have '{spell(ctype)}'", pos)
        elif function.type is not ctype:
            merged = composite(function.type, ctype)
            assert isinstance(merged, FunctionType)
            function.type = merged
        if storage == "static" and function.linkage == "external":
            self.context.error(f"static declaration of '{name}' follows non-static declaration", pos)

    def _old_style_match(self, function: typed.Function, ctype: FunctionType) -> bool:
        """gcc lets an old-style definition follow a prototype whose parameters promote to the definition's."""
        known = function.type
        if known.prototype == ctype.prototype or not compatible(known.result, ctype.result):
            return False
        old, new = (ctype, known) if known.prototype else (known, ctype)
        if len(old.parameters) != len(new.parameters):
            return False
        return all(
            compatible_unqualified(promoted_parameter(b), a)
            for a, b in zip(old.parameters, new.parameters, strict=True)
        )

    def _function_details(
        self,
        function: typed.Function,
        specified: _Specified,
        attributes: Attributes,
        asm_label: str | None,
    ) -> None:
        if asm_label is not None:
            function.symbol = asm_label
        if attributes.kept:
            function.attributes.update(attributes.kept)
        if attributes.alignment:
            function.attributes["aligned"] = [attributes.alignment]
        if specified.noreturn or "noreturn" in attributes.kept:
            function.noreturn = True
        gnu_inline = "gnu_inline" in function.attributes or self.context.options.gnu89_inline
        if gnu_inline:
            if not (specified.inline and specified.storage == "extern"):
                self._external_inline.add(function)
        elif not specified.inline or specified.storage == "extern":
            self._external_inline.add(function)
        if specified.inline:
            function.inline = "inline"

    def implicit_function(self, name: str, pos: int) -> typed.Function:
        """A call of an undeclared function: the library's type if it is known, else `int name()` (gcc warns)."""
        context = self.context
        linked = context.linked.get(name)
        if isinstance(linked, typed.Function):
            return linked
        context.warn(f"implicit declaration of function '{name}'", pos)
        ctype = context.builtins.library_type(name) or FunctionType(INT, (), False, False)
        function = self._new_function(name, ctype, pos)
        self._presumed.add(function)
        context.file_scope.names[name] = function
        return function

    def presumed_function(self, name: str, ctype: FunctionType, pos: int) -> typed.Function:
        """The library function `name`, declared by nobody yet."""
        context = self.context
        entity = context.file_scope.names.get(name)
        if isinstance(entity, LazyDeclaration):
            entity = self.resolve(name, entity)
        if isinstance(entity, typed.Function):
            return entity
        linked = context.linked.get(name)
        if isinstance(linked, typed.Function):
            return linked
        function = self._new_function(name, ctype, pos)
        self._presumed.add(function)
        return function

    def function_definition(self, node: nodes.FunctionDefinition) -> None:
        """§6.9.1."""
        context = self.context
        specified = self._specified(node.specifiers)
        declared = context.type_names.declared(node.declarator, specified.base)
        name = declared.name
        if not isinstance(declared.type, FunctionType) or name is None or declared.function is None:
            context.error("expected a function declarator", node.pos)
        if declared.function.identifiers:
            self._old_style(declared, node)
        elif not declared.type.prototype:
            declared.type = replace(declared.type, prototype=False)
        attributes = collect(context, specified.attributes, declared.attributes, node.attributes)
        function = self.function(name, declared, specified, attributes, node.asm_label)
        if function in self._defined and function.inline != "gnu":
            context.error(f"redefinition of '{name}'", declared.pos)
        result = function.type.result
        if not isinstance(result, VoidType) and not is_complete(result):
            context.error("return type is an incomplete type", declared.pos)
        function.pos = declared.pos
        self._defined.add(function)
        function.inline = self._inline_kind(function, specified)
        if function.inline in ("static", "gnu", "inline") and context.source.in_system_header(node.pos):
            if function.inline == "static":
                self.deferred[function] = (node, declared)
            return
        self._body(function, node, declared)

    def _inline_kind(self, function: typed.Function, specified: _Specified) -> str:
        """`Function.inline` as it stands at the definition; `finish_inline` settles C99's plain inline."""
        if not function.inline:
            return ""
        if function.linkage == "internal":
            return "static"
        gnu_inline = "gnu_inline" in function.attributes or self.context.options.gnu89_inline
        if gnu_inline:
            return "gnu" if specified.inline and specified.storage == "extern" else "extern"
        return "inline"

    def finish_inline(self, function: typed.Function) -> None:
        """§6.7.4p7: one declaration without inline, or with extern, makes the definition external.

        gcc inlines an always_inline function even at -O0, so its body must be at hand: a local copy.
        """
        if function.inline == "inline" and function in self._external_inline:
            function.inline = "extern"
        elif function.inline in ("inline", "gnu") and "always_inline" in function.attributes and function.body:
            function.inline, function.linkage = "static", "internal"

    def defined(self, function: typed.Function) -> bool:
        return function in self._defined

    def check_deferred(self, function: typed.Function) -> None:
        """Check the body of a system header's static inline function, now that something uses it."""
        waiting = self.deferred.pop(function, None)
        if waiting is not None:
            self._body(function, *waiting)

    def _body(self, function: typed.Function, node: nodes.FunctionDefinition, declared: Declared) -> None:
        context = self.context
        parameters = declared.parameters or []
        for parameter in parameters:
            if not is_complete(parameter.type):
                context.error(
                    f"parameter '{parameter.name}' has incomplete type '{spell(parameter.type)}'",
                    parameter.pos,
                )
        saved_function, saved_scope, saved_references = (
            context.function,
            context.scope,
            context.references,
        )
        assert declared.scope is not None
        context.function = function
        context.scope = declared.scope
        declared.scope.parent = context.file_scope
        context.references = self.uses[function] = {}
        try:
            context.lengths = list(declared.lengths)
            lengths = [typed.ExpressionStatement(length.pos, length) for length in self.take_lengths()]
            prologue = [*self._prologue(declared, parameters), *lengths]
            function.parameters = parameters
            function.body = context.statements.function_body(node.body, prologue)
            function.end = node.body.end
        finally:
            context.function, context.scope, context.references = (
                saved_function,
                saved_scope,
                saved_references,
            )

    def _old_style(self, declared: Declared, node: nodes.FunctionDefinition) -> None:
        """A K&R definition: parameter types come from the declarations after the declarator (§6.9.1p6)."""
        context = self.context
        assert declared.function is not None and declared.function.identifiers is not None
        assert declared.scope is not None
        found: dict[str, typed.Variable] = {}
        saved, context.scope = context.scope, declared.scope
        try:
            for declaration in node.parameter_declarations:
                base = context.type_names.specified(declaration.specifiers)
                for declarator in declaration.declarators:
                    one = context.type_names.declared(declarator.declarator, base, parameter=True)
                    if one.name not in declared.function.identifiers:
                        context.error(f"declaration for parameter '{one.name}' but no such parameter", one.pos)
                    found[one.name or ""] = context.type_names.parameter_variable(one, declaration.specifiers)
            parameters: list[typed.Variable] = []
            for name in declared.function.identifiers:
                variable = found.get(name)
                if variable is None:
                    implied = Declared(INT, name, declared.pos, [])
                    variable = context.type_names.parameter_variable(implied, node.specifiers)
                declared.scope.names[name] = variable
                parameters.append(variable)
        finally:
            context.scope = saved
        declared.parameters = parameters
        assert isinstance(declared.type, FunctionType)
        declared.type = FunctionType(
            declared.type.result,
            tuple(promoted_parameter(unqualified(variable.type)) for variable in parameters),
            False,
            False,
        )

    def _prologue(self, declared: Declared, parameters: list[typed.Variable]) -> list[typed.Statement]:
        """An old-style parameter of narrow type arrives promoted; it is converted into a variable of its own."""
        context = self.context
        assert isinstance(declared.type, FunctionType)
        if declared.type.prototype or not declared.type.parameters:
            return []
        statements: list[typed.Statement] = []
        for i, (variable, arrived) in enumerate(zip(parameters, declared.type.parameters, strict=True)):
            if unqualified(variable.type) is arrived or not promoted_differs(variable.type, arrived):
                continue
            incoming = replace(variable, type=arrived, identity=context.identity(), alignment=align_of(arrived))
            parameters[i] = incoming
            variable.is_parameter = False
            reference = typed.VariableReference(variable.pos, arrived, incoming)
            value = context.operators.convert(typed.Load(variable.pos, arrived, reference), unqualified(variable.type))
            element = typed.InitializerElement((), 0, variable.type, value)
            variable.initializer = typed.Initializer([element], whole=True)
            statements.append(typed.LocalVariable(variable.pos, variable))
        return statements

    # ----------------------------------------------------------------- variables

    def _file_variable(
        self,
        name: str,
        declared: Declared,
        specified: _Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> None:
        """§6.9.2: external definitions and tentative definitions."""
        context = self.context
        ctype = declared.type
        if isinstance(ctype, VoidType):
            context.error(f"variable or field '{name}' declared void", declared.pos)
        variable = self._linked_variable(name, ctype, declared.pos, specified)
        context.scope.names[name] = variable
        self._variable_details(variable, specified, attributes, node)
        if node.initializer is not None:
            if variable.initializer is not None:
                context.error(f"redefinition of '{name}'", declared.pos)
            self._static_initializer(variable, node.initializer)
            variable.tentative = False
            variable.storage = "static"
            variable.pos = declared.pos
        elif specified.storage != "extern" and variable.initializer is None:
            variable.tentative = True
            if variable.storage == "extern":
                variable.pos = declared.pos
            variable.storage = "static"

    def _linked_variable(self, name: str, ctype: CType, pos: int, specified: _Specified) -> typed.Variable:
        """The variable with linkage that `name` denotes, new or declared before."""
        context = self.context
        previous = self._in_scope(name)
        if previous is not None and not isinstance(previous, typed.Variable):
            self._different_kind(name, pos)
        linked = context.linked.get(name)
        if linked is None:
            linkage = "internal" if specified.storage == "static" else "external"
            variable = typed.Variable(
                name, ctype, "extern", linkage, context.identity(), pos, name, self._alignment(ctype)
            )
            variable.thread_local = specified.thread_local
            context.linked[name] = variable
            context.variables.append(variable)
            return variable
        if not isinstance(linked, typed.Variable):
            self._different_kind(name, pos)
        if not compatible(linked.type, ctype):
            context.error(f"conflicting types for '{name}'; have '{spell(ctype)}'", pos)
        linked.type = composite(linked.type, ctype)
        linked.alignment = max(linked.alignment, self._alignment(linked.type))
        if specified.storage == "static" and linked.linkage == "external":
            context.error(f"static declaration of '{name}' follows non-static declaration", pos)
        if specified.storage == "" and linked.linkage == "internal":
            context.error(f"non-static declaration of '{name}' follows static declaration", pos)
        return linked

    def _alignment(self, ctype: CType) -> int:
        element = ctype
        while isinstance(element, ArrayType):
            element = element.element
        return align_of(element) if is_complete(element) else 1

    def _variable_details(
        self,
        variable: typed.Variable,
        specified: _Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> None:
        if node.asm_label is not None:
            variable.symbol = node.asm_label
        if attributes.kept:
            variable.attributes.update(attributes.kept)
        alignment = attributes.alignment
        if not isinstance(node.declarator, nodes.PointerDeclarator) or specified.specifiers.alignments:
            alignment = max(alignment, specified.alignment)
        if alignment:
            variable.alignment = max(variable.alignment, alignment)

    def _static_initializer(self, variable: typed.Variable, node: nodes.Expression | nodes.InitializerList) -> None:
        context = self.context
        self._check_initializable(variable, node.pos)
        saved, context.references = context.references, {}
        self.uses[variable] = context.references
        try:
            variable.type, variable.initializer = context.initializers.initializer(node, variable.type, True)
        finally:
            context.references = saved
        variable.alignment = max(variable.alignment, self._alignment(variable.type))

    def _check_initializable(self, variable: typed.Variable, pos: int) -> None:
        ctype = variable.type
        if isinstance(ctype, ArrayType) and ctype.variable_length is not None:
            self.context.error("variable-sized object may not be initialized", pos)
        if not is_complete(ctype) and not isinstance(ctype, ArrayType):
            self.context.error(f"variable '{variable.name}' has initializer but incomplete type", variable.pos)

    # ----------------------------------------------------------------- block scope

    def block_declaration(self, node: nodes.Declaration, out: list[typed.Statement]) -> None:
        """A declaration inside a function."""
        context = self.context
        if not node.declarators:
            context.type_names.forward_tag(node.specifiers)
        specified = self._specified(node.specifiers)
        for declarator in node.declarators:
            self._block_declarator(specified, declarator, out)

    def _block_declarator(self, specified: _Specified, node: nodes.InitDeclarator, out: list[typed.Statement]) -> None:
        context = self.context
        declared = context.type_names.declared(node.declarator, specified.base)
        if context.lengths:
            out += [typed.ExpressionStatement(length.pos, length) for length in self.take_lengths()]
        name = declared.name
        if name is None:
            context.error("expected identifier or '('", node.pos)
        attributes = collect(context, specified.attributes, declared.attributes, node.attributes)
        if attributes.mode is not None and not specified.attributes:
            declared.type = apply_mode(context, declared.type, attributes.mode, node.pos)
        storage = specified.storage
        if storage in ("static", "extern") and is_variably_modified(declared.type):
            kind = "storage size" if storage == "static" else "object with variably modified type"
            context.error(
                f"{kind} of '{name}' isn't constant" if storage == "static" else f"{kind} must have no linkage",
                declared.pos,
            )
        if storage == "typedef":
            self._typedef(name, declared, specified, attributes, node)
            return
        if isinstance(declared.type, FunctionType):
            self.function(name, declared, specified, attributes, node.asm_label)
            return
        if isinstance(declared.type, VoidType):
            context.error(f"variable or field '{name}' declared void", declared.pos)
        if storage == "extern":
            self._block_extern(name, declared, specified, attributes, node)
            return
        previous = self._in_scope(name)
        if previous is not None:
            if isinstance(previous, typed.Variable):
                context.error(
                    f"'{name}' redeclared as different kind of symbol"
                    if previous.is_parameter
                    else f"redeclaration of '{name}' with no linkage",
                    declared.pos,
                )
            self._different_kind(name, declared.pos)
        if storage == "static":
            variable = self._static_local(name, declared, specified, attributes, node)
        else:
            variable = self._automatic(name, declared, specified, attributes, node)
        out.append(typed.LocalVariable(declared.pos, variable))

    def _block_extern(
        self,
        name: str,
        declared: Declared,
        specified: _Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> None:
        context = self.context
        if node.initializer is not None:
            context.error(f"'{name}' has both 'extern' and initializer", declared.pos)
        outer = context.file_scope.names.get(name)
        if isinstance(outer, LazyDeclaration):
            self.resolve(name, outer)
        previous = self._in_scope(name)
        if isinstance(previous, typed.Variable) and previous.linkage == "none":
            context.error(f"extern declaration of '{name}' follows declaration with no linkage", declared.pos)
        variable = self._linked_variable(name, declared.type, declared.pos, specified)
        context.scope.names[name] = variable
        self._variable_details(variable, specified, attributes, node)

    def _static_local(
        self,
        name: str,
        declared: Declared,
        specified: _Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> typed.Variable:
        context = self.context
        identity = context.identity()
        variable = typed.Variable(
            name,
            declared.type,
            "static",
            "none",
            identity,
            declared.pos,
            f"{name}.{identity}",
            self._alignment(declared.type),
        )
        variable.thread_local = specified.thread_local
        context.scope.names[name] = variable
        context.variables.append(variable)
        self._variable_details(variable, specified, attributes, node)
        if node.initializer is not None:
            self._static_initializer(variable, node.initializer)
        self._check_size(variable)
        return variable

    def _automatic(
        self,
        name: str,
        declared: Declared,
        specified: _Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> typed.Variable:
        context = self.context
        if specified.thread_local:
            context.error(f"function-scope '{name}' implicitly auto and declared '_Thread_local'", declared.pos)
        if node.asm_label is not None:
            unsupported("a register variable with an asm label", declared.pos)
        variable = typed.Variable(
            name,
            declared.type,
            "register" if specified.storage == "register" else "automatic",
            "none",
            context.identity(),
            declared.pos,
            name,
            self._alignment(declared.type),
        )
        context.scope.names[name] = variable
        if attributes.kept or attributes.alignment or specified.alignment:
            self._variable_details(variable, specified, attributes, node)
        if node.initializer is not None:
            self._check_initializable(variable, node.pos)
            variable.type, variable.initializer = context.initializers.initializer(
                node.initializer, declared.type, False
            )
        self._check_size(variable)
        return variable

    def _check_size(self, variable: typed.Variable) -> None:
        ctype = variable.type
        if not is_complete(ctype):
            if isinstance(ctype, ArrayType):
                self.context.error(f"array size missing in '{variable.name}'", variable.pos)
            self.context.error(f"storage size of '{variable.name}' isn't known", variable.pos)

    # ----------------------------------------------------------------- the rest

    def static_assert(self, node: nodes.StaticAssert) -> None:
        """§6.7.10."""
        context = self.context
        value = context.expressions.integer_constant(node.condition, "expression in static assertion is not constant")
        if value:
            return
        if node.message is None:
            context.error("static assertion failed", node.pos)
        text = string_literal(node.message.parts, node.pos)[1].decode("utf-8", "replace")
        context.error(f'static assertion failed: "{text}"', node.pos)

    def variable_length_array(
        self, declarator: nodes.ArrayDeclarator, element: CType, size: typed.Expression
    ) -> ArrayType:
        """An array whose size is not an integer constant expression (§6.7.6.2p4)."""
        context = self.context
        if context.scope is context.file_scope:
            context.error(f"variably modified '{declared_name(declarator) or ''}' at file scope", declarator.pos)
        length = context.operators.convert(size, ULONG)
        identity = context.identity()
        name = f"array_length_{identity}"
        hidden = typed.Variable(name, ULONG, "automatic", "none", identity, declarator.pos, name, 8)
        context.lengths.append((hidden, length))
        reference = typed.VariableReference(declarator.pos, ULONG, hidden)
        return ArrayType(element, None, typed.Load(declarator.pos, ULONG, reference))

    def take_lengths(self) -> list[typed.Expression]:
        """Assignments that set the lengths of the arrays just declared; their variables live in the whole function."""
        context = self.context
        if not context.lengths:
            return []
        assignments: list[typed.Expression] = []
        for hidden, length in context.lengths:
            context.statements.hidden.append(hidden)
            target = typed.VariableReference(hidden.pos, ULONG, hidden)
            assignments.append(typed.Assign(hidden.pos, ULONG, target, length))
        context.lengths = []
        return assignments

    def variable_size(self, ctype: CType, pos: int) -> typed.Expression | None:
        """sizeof of a variable-length array; None for any other type."""
        if not is_variable_length(ctype) or not is_complete(ctype):
            return None
        assert isinstance(ctype, ArrayType)
        element = self.variable_size(ctype.element, pos)
        if element is None:
            element = typed.IntegerConstant(pos, ULONG, size_of(ctype.element))
        count: typed.Expression
        if ctype.variable_length is None:
            count = typed.IntegerConstant(pos, ULONG, ctype.length or 0)
        else:
            assert isinstance(ctype.variable_length, typed.Load)
            count = typed.Load(pos, ULONG, ctype.variable_length.lvalue)
        return typed.Arithmetic(pos, ULONG, "*", element, count)

    def finish_variable(self, variable: typed.Variable) -> None:
        """The end of the translation unit: a tentative definition becomes one with initializer 0 (§6.9.2p2)."""
        context = self.context
        if not variable.tentative:
            return
        ctype = variable.type
        if isinstance(ctype, ArrayType) and ctype.length is None and is_complete(ctype.element):
            context.warn(f"array '{variable.name}' assumed to have one element", variable.pos)
            variable.type = replace(ctype, length=1)
        elif not is_complete(ctype):
            context.error(f"storage size of '{variable.name}' isn't known", variable.pos)
        variable.alignment = max(variable.alignment, self._alignment(variable.type))


def promoted_differs(ctype: CType, arrived: CType) -> bool:
    """Whether a parameter's own type is another one than the promoted type it arrives with."""
    if isinstance(ctype, PointerType | RecordType):
        return False
    return unqualified(ctype) is not arrived
