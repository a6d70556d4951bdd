"""Declarations and function definitions: scope, linkage, storage duration (C11 §6.2.1-§6.2.4, §6.7, §6.9)."""

from __future__ import annotations

from typing import NoReturn

from minicc.check import typed
from minicc.check.attributes import Attributes, apply_mode, collect
from minicc.check.cleanups import cleanup_call
from minicc.check.context import Barrier, Context, Entity, EnumConstant, LazyDeclaration, Typedef
from minicc.check.literals import string_literal
from minicc.check.specifiers import Specified, Specifiers
from minicc.check.symbol_pragmas import apply_symbol_pragmas, symbol_pragma
from minicc.check.type_names import Declared, declared_name
from minicc.check.variable_lengths import take_lengths
from minicc.check.vectors import aligned_typedef, apply_vector_size
from minicc.diagnostics import unsupported
from minicc.quick_dataclasses import replace
from minicc.syntax import nodes
from minicc.types.compatibility import compatible, composite
from minicc.types.ctype import (
    MAY_ALIAS,
    ArrayType,
    CType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordType,
    VoidType,
)
from minicc.types.layout import align_of, is_complete, is_variable_length, is_variably_modified
from minicc.types.spelling import spell

VARIABLY_MODIFIED = "scope of identifier with variably modified type"


def previous_declaration(entity: object, word: str = "declaration") -> tuple[str, int | None]:
    """gcc's note at what a declaration contradicts."""
    if isinstance(entity, typed.Function) and entity.body is not None:
        word = "definition"
    if isinstance(entity, typed.Variable | typed.Function | Typedef):
        name = "" if isinstance(entity, Typedef) else f" of '{entity.name}'"
        return f"previous {word}{name} with type '{spell(entity.type)}'", entity.pos
    if isinstance(entity, EnumConstant):
        return f"previous definition with type '{spell(entity.type)}'", entity.pos
    return "", None


def declare_anyway(context: Context, node: nodes.Node) -> None:
    """Remember the names of a declaration in error: that they are undeclared is no news."""
    declarators = [node] if isinstance(node, nodes.FunctionDefinition) else getattr(node, "declarators", [])
    for one in declarators:
        name = declared_name(one.declarator)
        entity = context.scope.names.get(name) if name is not None else None
        if name is None or (entity is not None and not _is_unusable(entity)):
            continue
        context.scope.names.pop(name, None)
        context.undeclared_names.add(name)


def _is_unusable(entity: Entity) -> bool:
    return isinstance(entity, typed.Variable) and entity.linkage == "none" and not is_complete(entity.type)


class Declarations:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.uses: dict[typed.Variable | typed.Function, dict[typed.Variable | typed.Function, None]] = {}
        self.specifiers = Specifiers(context)

    # ----------------------------------------------------------------- file scope

    def external(self, node: nodes.Node) -> None:
        """One external declaration (§6.9)."""
        if isinstance(node, nodes.Declaration):
            if not self._defer(node):
                self._file_declaration(node)
        elif isinstance(node, nodes.FunctionDefinition):
            self.context.function_declarations.definition(node)
        elif isinstance(node, nodes.StaticAssert):
            self.static_assert(node)
        elif isinstance(node, nodes.Pragma):
            symbol_pragma(self.context, node.text)
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
            self._declarator(self.specifiers.plain(lazy.declaration.specifiers), lazy.declarator)
        finally:
            context.scope, context.function = saved_scope, saved_function
        entity = context.file_scope.names[name]
        assert not isinstance(entity, LazyDeclaration)
        return entity

    def _file_declaration(self, node: nodes.Declaration) -> None:
        if not node.declarators:
            self.context.type_names.tags.forward_tag(node.specifiers)
        specified = self.specifiers.of_declaration(node)
        for declarator in node.declarators:
            self._declarator(specified, declarator)

    def _declarator(self, specified: Specified, node: nodes.InitDeclarator) -> None:
        """One declarator at file scope."""
        context = self.context
        declared = context.type_names.declared(node.declarator, specified.base)
        context.note_typedef(specified.specifiers, declared.pos)
        if node.attributes:
            declared.type = apply_vector_size(context, declared.type, node.attributes)
        name = declared.name
        if name is None:
            context.error("expected identifier or '('", node.pos)
        attributes = collect(context, specified.attributes, declared.attributes, node.attributes)
        if attributes.mode is not None and not specified.attributes:
            declared.type = apply_mode(context, declared.type, attributes.mode, node.pos)
        if specified.storage == "typedef":
            self._typedef(name, declared, specified, attributes, node)
        elif isinstance(declared.type, FunctionType):
            self._check_function(name, declared, specified, node)
            context.function_declarations.declare(name, declared, specified, attributes, node.asm_label)
        else:
            if specified.storage in ("auto", "register"):
                if node.asm_label is not None and specified.storage == "register":
                    self._global_register(name, declared, node)
                    return
                context.error(f"file-scope declaration of '{name}' specifies '{specified.storage}'", declared.pos)
            self._file_variable(name, declared, specified, attributes, node)

    def _global_register(self, name: str, declared: Declared, node: nodes.InitDeclarator) -> None:
        """The stack pointer can be read; any other register would have to be kept from all functions."""
        from minicc.check.asm import register_name

        context, pos = self.context, declared.pos
        register = register_name(context, name, node.asm_label or "", pos)
        if node.initializer is not None:
            context.error("global register variable has initial value", pos)
        if register not in ("rsp", "esp", "sp") or not isinstance(declared.type, IntegerType | PointerType):
            unsupported(f"a global register variable in '{register}'", pos)
        previous = self.in_scope(name)
        if previous is not None and not (isinstance(previous, typed.Variable) and previous.register):
            self.different_kind(name, pos, previous)
        identity, alignment = context.identity(), align_of(declared.type)
        variable = typed.Variable(name, declared.type, "register", "internal", identity, pos, name, alignment)
        variable.register = register
        context.variables.append(variable)
        context.scope.names[name] = variable

    def _typedef(
        self,
        name: str,
        declared: Declared,
        specified: Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> None:
        context = self.context
        if node.initializer is not None:
            context.error(f"typedef '{name}' is initialized", declared.pos)
        if specified.thread_local:
            context.error("'_Thread_local' used with 'typedef'", specified.specifiers.pos)
        if specified.specifiers.alignments:
            context.error(f"alignment specified for typedef '{name}'", declared.pos)
        previous = self.in_scope(name)
        if previous is not None:
            if not isinstance(previous, Typedef):
                self.different_kind(name, declared.pos, previous)
            note = previous_declaration(previous)
            if not compatible(previous.type, declared.type):
                context.error(f"conflicting types for '{name}'; have '{spell(declared.type)}'", declared.pos, *note)
            if is_variably_modified(declared.type):
                context.error(f"redefinition of typedef '{name}' with variably modified type", declared.pos, *note)
            return
        if attributes.packed or attributes.transparent:
            self._apply_to_record(declared.type, attributes)
        alignment = attributes.alignment
        declared.type = aligned_typedef(context, declared.type, alignment)
        if attributes.may_alias:
            declared.type = context.qualify(declared.type, MAY_ALIAS)
        if type(node.declarator) is nodes.NameDeclarator:
            alignment = max(alignment, specified.alignment)
        context.scope.names[name] = Typedef(declared.type, declared.pos, alignment)

    def _check_function(self, name: str, declared: Declared, specified: Specified, node: nodes.InitDeclarator) -> None:
        """What the declarator of a function cannot have (§6.7.1p7, §6.7.5p2, §6.7.9p3)."""
        context = self.context
        if node.initializer is not None:
            context.error(f"function '{name}' is initialized like a variable", declared.pos)
        if specified.thread_local:
            context.error(f"invalid storage class for function '{name}'", declared.pos)
        if specified.specifiers.alignments:
            context.error(f"alignment specified for function '{name}'", declared.pos)

    def _apply_to_record(self, ctype: CType, attributes: Attributes) -> None:
        """`typedef union {...} T __attribute__((transparent_union))` speaks of the union itself."""
        if isinstance(ctype, RecordType) and attributes.transparent:
            ctype.definition.transparent = True

    def in_scope(self, name: str) -> typed.Variable | typed.Function | Typedef | EnumConstant | None:
        """What the current scope itself declares as `name`."""
        entity = self.context.scope.names.get(name)
        if type(entity) is LazyDeclaration:
            return self.resolve(name, entity)
        assert not isinstance(entity, LazyDeclaration)
        return entity

    def different_kind(self, name: str, pos: int, previous: object = None) -> NoReturn:
        note = previous_declaration(previous) if previous is not None else ("", None)
        self.context.error(f"'{name}' redeclared as different kind of symbol", pos, *note)

    # ----------------------------------------------------------------- variables

    def _file_variable(
        self,
        name: str,
        declared: Declared,
        specified: Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> None:
        """§6.9.2: external definitions and tentative definitions."""
        context = self.context
        ctype = declared.type
        if isinstance(ctype, VoidType) and (specified.storage != "extern" or node.initializer is not None):
            context.error(f"variable or field '{name}' declared void", declared.pos)
        variable = self._linked_variable(name, ctype, declared.pos, specified)
        context.scope.names[name] = variable
        self._variable_details(variable, specified, attributes, node)
        if node.initializer is not None:
            if variable.initializer is not None:
                note = previous_declaration(variable, "definition")
                context.error(f"redefinition of '{name}'", declared.pos, *note)
            self._static_initializer(variable, node.initializer)
            variable.tentative = False
            variable.storage = "static"
            variable.pos = declared.pos
        elif specified.storage != "extern" and variable.initializer is None:
            variable.tentative = True
            if variable.storage == "extern":
                variable.pos = declared.pos
            variable.storage = "static"

    def _linked_variable(self, name: str, ctype: CType, pos: int, specified: Specified) -> typed.Variable:
        """The variable with linkage that `name` denotes, new or declared before."""
        context = self.context
        previous = self.in_scope(name)
        if previous is not None and not isinstance(previous, typed.Variable):
            self.different_kind(name, pos, previous)
        linked = context.linked.get(name)
        if linked is None:
            linkage = "internal" if specified.storage == "static" else "external"
            variable = typed.Variable(
                name, ctype, "extern", linkage, context.identity(), pos, name, self._alignment(ctype)
            )
            variable.thread_local = specified.thread_local
            context.linked[name] = variable
            context.variables.append(variable)
            apply_symbol_pragmas(context, variable)
            return variable
        note = previous_declaration(linked)
        if not isinstance(linked, typed.Variable):
            self.different_kind(name, pos, linked)
        if not compatible(linked.type, ctype):
            context.error(f"conflicting types for '{name}'; have '{spell(ctype)}'", pos, *note)
        if specified.thread_local and not linked.thread_local:
            context.error(f"thread-local declaration of '{name}' follows non-thread-local declaration", pos, *note)
        if linked.thread_local and not specified.thread_local:
            context.error(f"non-thread-local declaration of '{name}' follows thread-local declaration", pos, *note)
        linked.type = composite(linked.type, ctype)
        linked.alignment = max(linked.alignment, self._alignment(linked.type))
        if specified.storage == "static" and linked.linkage == "external":
            context.error(f"static declaration of '{name}' follows non-static declaration", pos, *note)
        if specified.storage == "" and linked.linkage == "internal":
            context.error(f"non-static declaration of '{name}' follows static declaration", pos, *note)
        return linked

    def _alignment(self, ctype: CType) -> int:
        element = ctype
        while isinstance(element, ArrayType):
            element = element.element
        return align_of(element) if is_complete(element) else 1

    def _variable_details(
        self,
        variable: typed.Variable,
        specified: Specified,
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
        if specified.specifiers.alignments:
            self._check_alignas(variable, specified)
        if alignment:
            variable.alignment = max(variable.alignment, alignment)

    def _check_alignas(self, variable: typed.Variable, specified: Specified) -> None:
        """§6.7.5p2-4."""
        if variable.storage == "register":
            self.context.error(f"alignment specified for 'register' object '{variable.name}'", variable.pos)
        asked = self.context.type_names.alignas(specified.specifiers)
        if 0 < asked < self._alignment(variable.type):
            self.context.error(f"'_Alignas' specifiers cannot reduce alignment of '{variable.name}'", variable.pos)

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
        if is_variable_length(ctype):
            self.context.error("variable-sized object may not be initialized", pos)
        if not is_complete(ctype) and not isinstance(ctype, ArrayType):
            self.context.error(f"variable '{variable.name}' has initializer but incomplete type", variable.pos)

    # ----------------------------------------------------------------- block scope

    def _shadows(self, name: str, pos: int) -> None:
        """-Wshadow for a variable of this block."""
        context = self.context
        scope = context.scope.parent
        while scope is not None and name not in scope.names:
            scope = scope.parent
        hidden = scope.names[name] if scope is not None else None
        if not isinstance(hidden, typed.Variable) or context.source.in_system_header(hidden.pos):
            return
        kind = "global declaration" if scope is context.file_scope else "previous local"
        what = "parameter" if hidden.is_parameter else kind
        context.lint("shadow", f"declaration of '{name}' shadows a {what}", pos)

    def block_declaration(self, node: nodes.Declaration, out: list[typed.Statement]) -> None:
        """A declaration inside a function."""
        context = self.context
        if not node.declarators:
            context.type_names.tags.forward_tag(node.specifiers)
        specified = self.specifiers.of_declaration(node)
        for declarator in node.declarators:
            self._block_declarator(specified, declarator, out)

    def _block_declarator(self, specified: Specified, node: nodes.InitDeclarator, out: list[typed.Statement]) -> None:
        context = self.context
        declared = context.type_names.declared(node.declarator, specified.base)
        context.note_typedef(specified.specifiers, declared.pos)
        if node.attributes:
            declared.type = apply_vector_size(context, declared.type, node.attributes)
        if context.lengths:
            out += [typed.ExpressionStatement(length.pos, length) for length in take_lengths(context)]
        name = declared.name
        if name is None:
            context.error("expected identifier or '('", node.pos)
        if is_variably_modified(declared.type):
            note = f"'{name}' declared here"
            context.scope.barrier = Barrier(VARIABLY_MODIFIED, context.scope.barrier, note, declared.pos)
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
            self._check_function(name, declared, specified, node)
            context.function_declarations.declare(name, declared, specified, attributes, node.asm_label)
            return
        if isinstance(declared.type, VoidType) and storage != "extern":
            context.error(f"variable or field '{name}' declared void", declared.pos)
        if storage == "extern":
            self._block_extern(name, declared, specified, attributes, node)
            return
        previous = self.in_scope(name)
        if previous is not None:
            if isinstance(previous, typed.Variable) and not previous.is_parameter:
                context.error(
                    f"redeclaration of '{name}' with no linkage", declared.pos, *previous_declaration(previous)
                )
            self.different_kind(name, declared.pos, previous)
        if storage == "static":
            variable = self._static_local(name, declared, specified, attributes, node)
        else:
            variable = self._automatic(name, declared, specified, attributes, node)
            if "cleanup" in attributes.kept:
                context.statements.cleanups.add(cleanup_call(context, variable, str(attributes.kept["cleanup"][0])))
        out.append(typed.LocalVariable(declared.pos, variable))

    def _block_extern(
        self,
        name: str,
        declared: Declared,
        specified: Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> None:
        context = self.context
        if node.initializer is not None:
            context.error(f"'{name}' has both 'extern' and initializer", declared.pos)
        outer = context.file_scope.names.get(name)
        if isinstance(outer, LazyDeclaration):
            self.resolve(name, outer)
        previous = self.in_scope(name)
        if isinstance(previous, typed.Variable) and previous.linkage == "none":
            context.error(
                f"extern declaration of '{name}' follows declaration with no linkage",
                declared.pos,
                *previous_declaration(previous),
            )
        variable = self._linked_variable(name, declared.type, declared.pos, specified)
        context.scope.names[name] = variable
        self._variable_details(variable, specified, attributes, node)

    def _static_local(
        self,
        name: str,
        declared: Declared,
        specified: Specified,
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
        specified: Specified,
        attributes: Attributes,
        node: nodes.InitDeclarator,
    ) -> typed.Variable:
        context = self.context
        if specified.thread_local:
            context.error(f"function-scope '{name}' implicitly auto and declared '_Thread_local'", declared.pos)
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
        if "shadow" in context.options.lints:
            self._shadows(name, declared.pos)
        context.scope.names[name] = variable
        if attributes.kept or attributes.alignment or specified.alignment or specified.specifiers.alignments:
            self._variable_details(variable, specified, attributes, node)
            variable.symbol = name
        if node.asm_label is not None:
            self._pin(variable, node.asm_label)
        if node.initializer is not None:
            self._check_initializable(variable, node.pos)
            variable.type, variable.initializer = context.initializers.initializer(
                node.initializer, declared.type, False
            )
        self._check_size(variable)
        return variable

    def _pin(self, variable: typed.Variable, asm_label: str) -> None:
        """`register T name __asm__("r")`: operands of asm statements are in that register."""
        if variable.storage == "register":
            from minicc.check.asm import register_name

            variable.register = register_name(self.context, variable.name, asm_label, variable.pos)
        else:
            self.context.warn(f"ignoring 'asm' specifier for non-static local variable '{variable.name}'", variable.pos)

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
