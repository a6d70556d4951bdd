"""Function declarations and definitions: linkage, inline, old-style parameters (C11 §6.7.4, §6.7.6.3, §6.9.1)."""

from __future__ import annotations

from minicc.check import typed
from minicc.check.attributes import Attributes, collect
from minicc.check.context import Context, LazyDeclaration
from minicc.check.declarations import Declarations, previous_declaration
from minicc.check.inline_copies import InlineCopies
from minicc.check.specifiers import Specified
from minicc.check.symbol_pragmas import apply_symbol_pragmas
from minicc.check.type_names import Declared, declared_name
from minicc.check.variable_lengths import take_lengths
from minicc.quick_dataclasses import replace
from minicc.syntax import nodes
from minicc.types.compatibility import compatible, compatible_unqualified, composite
from minicc.types.conversions import promoted_parameter
from minicc.types.ctype import INT, CType, FunctionType, PointerType, RecordType, VoidType, unqualified
from minicc.types.layout import align_of, is_complete
from minicc.types.spelling import spell


class FunctionDeclarations:
    def __init__(self, context: Context, declarations: Declarations) -> None:
        self.context = context
        self.declarations = declarations
        self.deferred: dict[typed.Function, tuple[nodes.FunctionDefinition, Declared]] = {}
        self._presumed: set[typed.Function] = set()
        self._implicit: set[typed.Function] = set()
        self._external_inline: set[typed.Function] = set()
        self._defined: set[typed.Function] = set()
        self.copies = InlineCopies(context)

    def declare(
        self,
        name: str,
        declared: Declared,
        specified: Specified,
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
        previous = self.declarations.in_scope(name)
        if previous is not None and not isinstance(previous, typed.Function):
            self.declarations.different_kind(name, declared.pos, previous)
        if not at_file_scope and previous is None:
            outer = context.file_scope.names.get(name)
            if isinstance(outer, LazyDeclaration):
                self.declarations.resolve(name, outer)
        linked = context.linked.get(name)
        if linked is None:
            function = self._new_function(name, ctype, declared.pos)
            function.linkage = "internal" if specified.storage == "static" else "external"
        else:
            if not isinstance(linked, typed.Function):
                self.declarations.different_kind(name, declared.pos, linked)
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
        apply_symbol_pragmas(context, function)
        return function

    def _redeclare(self, function: typed.Function, ctype: FunctionType, pos: int, storage: str) -> None:
        name = function.name
        if function in self._presumed:
            self._presumed.discard(function)
            self.context.mismatched.discard(name)
            function.type = ctype
            function.pos = pos
            if storage == "static":
                function.linkage = "internal"
            return
        word = "implicit declaration" if function in self._implicit else "declaration"
        if not compatible(function.type, ctype):
            message = f"conflicting types for '{name}'; have '{spell(ctype)}'"
            if function in self._implicit and isinstance(ctype.result, VoidType):
                self.context.warn(message, pos)
                function.type = ctype
            elif not self._old_style_match(function, ctype):
                self.context.error(message, pos, *previous_declaration(function, word))
        elif function.type is not ctype:
            merged = composite(function.type, ctype)
            assert isinstance(merged, FunctionType)
            function.type = merged
        if storage == "static" and function.linkage == "external":
            self.context.error(
                f"static declaration of '{name}' follows non-static declaration",
                pos,
                *previous_declaration(function, word),
            )
        self._implicit.discard(function)

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
        specified: Specified,
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

    def implicit(self, name: str, pos: int) -> typed.Function:
        """A call of an undeclared function: the library's type if it is known, else `int name()` (gcc warns)."""
        context = self.context
        linked = context.linked.get(name)
        if isinstance(linked, typed.Function):
            return linked
        context.warn_since_c99("implicit-function-declaration", f"implicit declaration of function '{name}'", pos)
        library = context.builtins.library_type(name)
        if library is not None and not compatible(library, FunctionType(INT, (), False, False)):
            context.mismatched.add(name)
        ctype = library or FunctionType(INT, (), False, False)
        function = self._new_function(name, ctype, pos)
        (self._implicit if library is None else self._presumed).add(function)
        context.file_scope.names[name] = function
        return function

    def presumed(self, name: str, ctype: FunctionType, pos: int) -> typed.Function:
        """The library function `name`, declared by nobody yet."""
        context = self.context
        entity = context.file_scope.names.get(name)
        if isinstance(entity, LazyDeclaration):
            entity = self.declarations.resolve(name, entity)
        if isinstance(entity, typed.Function):
            return entity
        linked = context.linked.get(name)
        if isinstance(linked, typed.Function):
            return linked
        function = self._new_function(name, ctype, pos)
        self._presumed.add(function)
        return function

    def definition(self, node: nodes.FunctionDefinition) -> None:
        """§6.9.1."""
        context = self.context
        implied, context.type_names.implied = context.type_names.implied, "return type defaults to 'int'"
        specified = self.declarations.specifiers.plain(node.specifiers)
        context.type_names.implied = implied
        declared = context.type_names.declared(node.declarator, specified.base)
        context.note_typedef(specified.specifiers, declared.pos)
        name = declared.name
        if not isinstance(declared.type, FunctionType) or name is None or declared.function is None:
            context.error("expected a function declarator", node.pos)
        if specified.storage == "typedef":
            context.error("function definition declared 'typedef'", node.pos)
        for parameter in declared.function.parameters or ():
            named = declared_name(parameter.declarator)
            if not declared.parameters and named is not None:
                context.error(f"parameter 1 ('{named}') has incomplete type", parameter.declarator.pos)
            if _has_star(parameter.declarator):
                context.error("'[*]' not allowed in other than a declaration", parameter.pos)
        if declared.function.identifiers:
            self._old_style(declared, node)
        elif node.parameter_declarations and declared.type.prototype:
            context.error("old-style parameter declarations in prototyped function definition", node.pos)
        elif not declared.type.prototype:
            declared.type = replace(declared.type, prototype=False)
        attributes = collect(context, specified.attributes, declared.attributes, node.attributes)
        before = context.linked.get(name)
        had_prototype = isinstance(before, typed.Function) and before.type.prototype
        if isinstance(before, typed.Function) and before.type.parameters and declared.function.identifiers == []:
            context.error(
                "number of arguments doesn't match prototype", declared.pos, "prototype declaration", before.pos
            )
        function = self.declare(name, declared, specified, attributes, node.asm_label)
        self._lint_definition(function, declared, specified.inline, before, had_prototype)
        if declared.function.identifiers is not None and not declared.type.prototype:
            context.lint("old-style-definition", "old-style function definition", declared.pos)
        if function in self._defined and function.inline != "gnu":
            note = previous_declaration(function, "definition")
            context.error(f"redefinition of '{name}'", declared.pos, *note)
        result = function.type.result
        if not isinstance(result, VoidType) and not is_complete(result):
            context.error("return type is an incomplete type", declared.pos)
        function.pos = declared.pos
        self._defined.add(function)
        function.inline = self._inline_kind(function, specified)
        is_other = function.inline == "gnu" and function in self._external_inline
        if function.inline and self.copies.define(function, node, declared.parameters or [], is_other):
            if not context.source.in_system_header(node.pos):
                self._body(function, node, declared)
            function.only_inline = function.inline != "gnu"
            function.inline = "gnu"
            return
        if function.inline in ("static", "gnu", "inline") and context.source.in_system_header(node.pos):
            if function.inline == "gnu" and self._exists_only_inline(function):
                function.inline, function.linkage = "static", "internal"
            if function.inline == "static":
                self.deferred[function] = (node, declared)
            return
        self._body(function, node, declared)

    def _exists_only_inline(self, function: typed.Function) -> bool:
        """True for an intrinsic of a header: no library defines it. (Checked versions of libc's functions differ.)"""
        return "always_inline" in function.attributes and function not in self._external_inline

    def _lint_definition(
        self,
        function: typed.Function,
        declared: Declared,
        inline: bool,
        before: typed.Function | typed.Variable | None,
        had_prototype: bool,
    ) -> None:
        """The first that applies of what gcc says of a definition without an earlier prototype."""
        context, name, lints = self.context, function.name, self.context.options.lints
        assert isinstance(declared.type, FunctionType)
        if "strict-prototypes" in lints and not had_prototype and not declared.type.prototype:
            context.lint("strict-prototypes", "function declaration isn't a prototype", declared.pos)
        elif function.linkage != "external" or inline or name == "main":
            return
        elif "missing-prototypes" in lints and not had_prototype:
            context.lint("missing-prototypes", f"no previous prototype for '{name}'", declared.pos)
        elif before is None:
            context.lint("missing-declarations", f"no previous declaration for '{name}'", declared.pos)

    def _inline_kind(self, function: typed.Function, specified: Specified) -> str:
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
            if function in self.copies:
                return
            function.inline, function.linkage = "static", "internal"

    def defined(self, function: typed.Function) -> bool:
        return function in self._defined

    def defer(self, function: typed.Function, node: nodes.FunctionDefinition, declared: Declared) -> None:
        """Check the body once something uses the function."""
        self._defined.add(function)
        self.deferred[function] = node, declared

    def check_deferred(self, function: typed.Function) -> None:
        """Check the body of a system header's static inline function, now that something uses it."""
        waiting = self.deferred.pop(function, None)
        if waiting is not None:
            self._body(function, *waiting)

    def _body(self, function: typed.Function, node: nodes.FunctionDefinition, declared: Declared) -> None:
        context = self.context
        parameters = declared.parameters or []
        for number, parameter in enumerate(parameters, 1):
            if not is_complete(parameter.type):
                context.error(f"parameter {number} ('{parameter.name}') has incomplete type", parameter.pos)
        saved_names, context.undeclared_names = context.undeclared_names, set(context.undeclared_names)
        saved_function, saved_scope, saved_references = (
            context.function,
            context.scope,
            context.references,
        )
        assert declared.scope is not None
        context.function = function
        context.scope = declared.scope
        declared.scope.parent = context.file_scope
        context.references = self.declarations.uses[function] = {}
        try:
            context.lengths = list(declared.lengths)
            lengths = [typed.ExpressionStatement(length.pos, length) for length in take_lengths(self.context)]
            prologue = [*self._prologue(function, declared, parameters), *lengths]
            function.parameters = parameters
            function.body = context.statements.function_body(node.body, prologue)
            function.end = node.body.end
        finally:
            context.undeclared_names = saved_names
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
                    self._check_old_parameter(declaration, declarator, found)
                    one = context.type_names.declared(declarator.declarator, base, parameter=True)
                    context.note_typedef(declaration.specifiers, one.pos)
                    if one.name not in declared.function.identifiers:
                        context.error(f"declaration for parameter '{one.name}' but no such parameter", one.pos)
                    found[one.name or ""] = context.type_names.parameter_variable(one, declaration.specifiers)
            parameters: list[typed.Variable] = []
            if len(set(declared.function.identifiers)) < len(declared.function.identifiers):
                twice = next(n for n in declared.function.identifiers if declared.function.identifiers.count(n) > 1)
                context.error(f"multiple parameters named '{twice}'", declared.pos)
            for name in declared.function.identifiers:
                variable = found.get(name)
                if variable is None:
                    context.warn_since_c99("implicit-int", f"type of '{name}' defaults to 'int'", declared.pos)
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

    def _check_old_parameter(
        self, declaration: nodes.Declaration, declarator: nodes.InitDeclarator, found: dict[str, typed.Variable]
    ) -> None:
        """§6.9.1p6."""
        name = declared_name(declarator.declarator) or ""
        if name in found:
            self.context.error(f"redefinition of parameter '{name}'", declarator.pos)
        if declarator.initializer is not None:
            self.context.error(f"parameter '{name}' is initialized", declarator.pos)
        if any(word != "register" for word in declaration.specifiers.storage):
            self.context.error(f"storage class specified for parameter '{name}'", declarator.pos)

    def _prologue(
        self, function: typed.Function, declared: Declared, parameters: list[typed.Variable]
    ) -> list[typed.Statement]:
        """An old-style parameter of narrow type arrives promoted; it is converted into a variable of its own.

        Behind a prototype it arrives as that says (gcc's extension).
        """
        context = self.context
        assert isinstance(declared.type, FunctionType)
        if declared.type.prototype or not declared.type.parameters:
            return []
        types = function.type.parameters if function.type.prototype else declared.type.parameters
        statements: list[typed.Statement] = []
        for i, (variable, arrived) in enumerate(zip(parameters, types, strict=True)):
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


def _has_star(declarator: nodes.Declarator) -> bool:
    while isinstance(declarator, nodes.PointerDeclarator | nodes.ArrayDeclarator):
        if isinstance(declarator, nodes.ArrayDeclarator) and declarator.star:
            return True
        declarator = declarator.inner
    return False


def promoted_differs(ctype: CType, arrived: CType) -> bool:
    """Whether a parameter's own type is another one than the promoted type it arrives with."""
    if isinstance(ctype, PointerType | RecordType):
        return False
    return unqualified(ctype) is not arrived
