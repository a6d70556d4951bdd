"""Structures, unions and enumerations (C11 §6.7.2.1-§6.7.2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check.attributes import Attributes, apply_mode, collect
from minicc.check.context import Context, EnumConstant, Scope
from minicc.check.vectors import apply_vector_size
from minicc.diagnostics import unsupported
from minicc.syntax import nodes
from minicc.types.conversions import in_range, integer_type
from minicc.types.ctype import (
    ATOMIC,
    BOOL,
    INT,
    LONG,
    SCHAR,
    SHORT,
    UCHAR,
    UINT,
    ULONG,
    USHORT,
    ArrayType,
    CType,
    EnumDefinition,
    EnumType,
    FunctionType,
    IntegerType,
    Record,
    RecordType,
)
from minicc.types.layout import Field, align_of, is_complete, lay_out

if TYPE_CHECKING:
    from minicc.check.type_names import TypeNames


class Tags:
    """Makes and completes the types that have tags."""

    def __init__(self, context: Context, type_names: TypeNames) -> None:
        self.context = context
        self.type_names = type_names

    def record(self, specifier: nodes.RecordSpecifier, specifiers: nodes.Specifiers) -> CType:
        context = self.context
        tag = specifier.tag
        if specifier.members is None:
            assert tag is not None
            found = context.scope.tag(tag)
            if found is None:
                return self._new_record(specifier, context.scope)
            return self._same_kind(found, specifier.keyword, tag, specifier.pos)
        found = context.scope.tags.get(tag) if tag is not None else None
        if found is None:
            ctype = self._new_record(specifier, context.scope)
        else:
            ctype = self._same_kind(found, specifier.keyword, tag or "", specifier.pos)
            if ctype.definition.members is not None:
                message = f"redefinition of '{specifier.keyword} {tag}'"
                context.error(message, specifier.pos, "originally defined here", ctype.definition.pos)
        attributes = collect(context, specifier.attributes)
        fields = self._fields(specifier, attributes)
        record = ctype.definition
        if record.members is not None:
            context.error(f"nested redefinition of '{specifier.keyword} {tag}'", specifier.pos)
        lay_out(
            record,
            fields,
            packed=attributes.packed,
            alignment=attributes.alignment,
            pack=attributes.pack,
        )
        record.transparent = attributes.transparent
        record.may_alias = attributes.may_alias
        record.pos = specifier.pos
        context.records.append(record)
        return ctype

    def _new_record(self, specifier: nodes.RecordSpecifier, scope: Scope) -> RecordType:
        record = Record(specifier.keyword, specifier.tag, self.context.identity(), pos=specifier.pos)
        ctype = RecordType(record)
        if specifier.tag is not None:
            scope.tags[specifier.tag] = ctype
        return ctype

    def forward_tag(self, specifiers: nodes.Specifiers) -> None:
        """`struct tag;` declares the tag in the current scope (§6.7.2.3p7)."""
        specifier = specifiers.type
        if (
            isinstance(specifier, nodes.RecordSpecifier)
            and specifier.members is None
            and specifier.tag is not None
            and specifier.tag not in self.context.scope.tags
        ):
            self._new_record(specifier, self.context.scope)

    def _same_kind(self, found: RecordType | EnumType, keyword: str, tag: str, pos: int) -> RecordType:
        if not isinstance(found, RecordType) or found.definition.keyword != keyword:
            self.context.error(f"'{tag}' defined as wrong kind of tag", pos)
        return found

    def _fields(self, specifier: nodes.RecordSpecifier, attributes: Attributes) -> list[Field]:
        context = self.context
        fields: list[Field] = []
        names: set[str] = set()
        assert specifier.members is not None
        for line in specifier.members:
            if isinstance(line, nodes.StaticAssert):
                context.declarations.static_assert(line)
                continue
            for word in (*line.specifiers.storage, *line.specifiers.functions):
                context.error(f"expected specifier-qualifier-list before '{word}'", line.pos)
            base = self.type_names.specified(line.specifiers)
            base_alignment = self.type_names.alignment(line.specifiers)
            base_packed = collect(context, line.specifiers.attributes).packed
            if not line.declarators:
                if isinstance(base, RecordType) and _unnamed(line.specifiers):
                    fields.append(Field(None, base, alignment=base_alignment, pos=line.pos))
                    _claim(context, base, names)
                continue
            for declarator in line.declarators:
                field = self._field(declarator, base, base_alignment, base_packed)
                context.note_typedef(line.specifiers, field.pos)
                if line.specifiers.alignments:
                    self._check_member_alignas(field, self.type_names.alignas(line.specifiers))
                if field.name is not None:
                    if field.name in names:
                        context.error(f"duplicate member '{field.name}'", field.pos)
                    names.add(field.name)
                fields.append(field)
        for i, field in enumerate(fields):
            ctype = field.type
            if isinstance(ctype, ArrayType) and ctype.length is None:
                if specifier.keyword == "union":
                    context.error("flexible array member in union", field.pos)
                if i != len(fields) - 1:
                    context.error("flexible array member not at end of struct", field.pos)
                if i == 0:
                    context.error("flexible array member in a struct with no named members", field.pos)
        return fields

    def _check_member_alignas(self, field: Field, asked: int) -> None:
        """§6.7.5p2-4."""
        if field.width is not None:
            self.context.error(f"alignment specified for bit-field '{field.name}'", field.pos)
        if 0 < asked < align_of(field.type):
            self.context.error(f"'_Alignas' specifiers cannot reduce alignment of '{field.name}'", field.pos)

    def _field(self, node: nodes.MemberDeclarator, base: CType, base_alignment: int, base_packed: bool) -> Field:
        context = self.context
        pos, name, ctype = node.pos, None, base
        written: list[nodes.Attribute] = []
        if node.declarator is not None:
            declared = self.type_names.declared(node.declarator, base)
            pos, name, ctype, written = declared.pos, declared.name, declared.type, declared.attributes
        attributes = collect(context, node.attributes, written)
        ctype = apply_vector_size(context, ctype, node.attributes)
        if attributes.mode is not None:
            ctype = apply_mode(context, ctype, attributes.mode, pos)
        alignment = attributes.alignment
        if node.declarator is None or type(node.declarator) is not nodes.PointerDeclarator:
            alignment = max(alignment, base_alignment)
        field = Field(name, ctype, None, alignment, attributes.packed or base_packed, pos)
        if node.width is not None:
            field.width = self._width(node.width, ctype, name)
            return field
        if isinstance(ctype, FunctionType):
            context.error(f"field '{name}' declared as a function", pos)
        if not is_complete(ctype) and not (
            isinstance(ctype, ArrayType) and ctype.length is None and is_complete(ctype.element)
        ):
            context.error(f"field '{name}' has incomplete type", pos)
        if isinstance(ctype, ArrayType) and ctype.variable_length is not None:
            unsupported("a member of variable-length array type", pos)
        return field

    def _width(self, node: nodes.Expression, ctype: CType, name: str | None) -> int:
        context = self.context
        label = f"bit-field '{name}'" if name else "bit-field '<anonymous>'"
        integer = integer_type(ctype)
        if integer is None:
            context.error(f"{label} has invalid type", node.pos)
        if not is_complete(ctype):
            context.error(f"field '{name or '<anonymous>'}' has incomplete type", node.pos)
        if context.options.is_c90 and (isinstance(ctype, EnumType) or integer not in (INT, UINT, BOOL)):
            context.pedantic(f"type of {label} is a GCC extension", node.pos)
        if ctype.qualifiers & ATOMIC:
            context.error(f"{label} has atomic type", node.pos)
        width = context.expressions.integer_constant(node, f"{label} width not an integer constant")
        if width < 0:
            context.error(f"negative width in {label}", node.pos)
        if width == 0 and name:
            context.error(f"zero width for {label}", node.pos)
        if width > integer.width:
            context.error(f"width of '{name}' exceeds its type", node.pos)
        return width

    def enumeration(self, specifier: nodes.EnumSpecifier) -> CType:
        context = self.context
        tag = specifier.tag
        if specifier.enumerators is None:
            assert tag is not None
            found = context.scope.tag(tag)
            if not isinstance(found, EnumType) or found.definition.enumerators is None:
                context.pedantic("ISO C forbids forward references to 'enum' types", specifier.pos)
            if found is None:
                ctype = EnumType(EnumDefinition(tag, context.identity(), pos=specifier.pos))
                context.scope.tags[tag] = ctype
                return ctype
            if not isinstance(found, EnumType):
                context.error(f"'{tag}' defined as wrong kind of tag", specifier.pos)
            return found
        known = context.scope.tags.get(tag) if tag is not None else None
        if known is None:
            ctype = EnumType(EnumDefinition(tag, context.identity(), pos=specifier.pos))
            if tag is not None:
                context.scope.tags[tag] = ctype
        elif isinstance(known, EnumType) and known.definition.enumerators is None:
            ctype = known
        elif isinstance(known, EnumType):
            context.error(f"redeclaration of 'enum {tag}'", specifier.pos)
        else:
            context.error(f"'{tag}' defined as wrong kind of tag", specifier.pos)
        self._enumerators(specifier, ctype.definition)
        return ctype

    def _enumerators(self, specifier: nodes.EnumSpecifier, definition: EnumDefinition) -> None:
        context = self.context
        assert specifier.enumerators is not None
        constants: list[EnumConstant] = []
        values: list[tuple[str, int]] = []
        following = 0
        for enumerator in specifier.enumerators:
            if enumerator.value is not None:
                following = context.expressions.integer_constant(
                    enumerator.value, f"enumerator value for '{enumerator.name}' is not an integer constant"
                )
            if enumerator.name in context.scope.names:
                context.error(f"redeclaration of enumerator '{enumerator.name}'", enumerator.pos)
            if not -(1 << 63) <= following < 1 << 64:
                context.error("enumerator value exceeds the range of the largest integer", enumerator.pos)
            if not in_range(following, INT):
                context.pedantic("ISO C restricts enumerator values to range of 'int'", enumerator.pos)
            constant = EnumConstant(following, _constant_type(following), enumerator.pos)
            context.scope.names[enumerator.name] = constant
            constants.append(constant)
            values.append((enumerator.name, following))
            following += 1
        low = min((value for _, value in values), default=0)
        high = max((value for _, value in values), default=0)
        attributes = collect(context, specifier.attributes)
        candidates: tuple[IntegerType, ...] = (INT, LONG) if low < 0 else (UINT, ULONG)
        if attributes.packed or context.options.short_enums:
            candidates = (SCHAR, SHORT, INT, LONG) if low < 0 else (UCHAR, USHORT, UINT, ULONG)
        for candidate in candidates:
            if in_range(low, candidate) and in_range(high, candidate):
                definition.integer = candidate
                break
        else:
            context.error("enumeration values exceed range of largest integer", specifier.pos)
        if attributes.mode is not None:
            mode = apply_mode(context, definition.integer, attributes.mode, specifier.pos)
            assert isinstance(mode, IntegerType)
            definition.integer = mode
        for constant in constants:
            if constant.type is not INT:
                constant.type = definition.integer
        definition.enumerators = values
        definition.pos = specifier.pos
        context.enums.append(definition)


def _constant_type(value: int) -> CType:
    """The type of an enumerator while its list is being read."""
    for candidate in (INT, UINT, LONG, ULONG):
        if in_range(value, candidate):
            return candidate
    return ULONG


def _unnamed(specifiers: nodes.Specifiers) -> bool:
    """An anonymous member (§6.7.2.1p13) has no tag; `struct tag;` inside a record declares nothing."""
    specifier = specifiers.type
    return isinstance(specifier, nodes.RecordSpecifier) and specifier.tag is None


def _claim(context: Context, ctype: RecordType, names: set[str]) -> None:
    """The members of an anonymous record share the name space of the record around it."""
    for member in ctype.definition.members or ():
        if member.name is not None:
            if member.name in names:
                context.error(f"duplicate member '{member.name}'", member.pos)
            names.add(member.name)
        elif isinstance(member.type, RecordType) and member.bit_width is None:
            _claim(context, member.type, names)
