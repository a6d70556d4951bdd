"""What minicc uses of the standard library's `dataclasses`, made ten times faster.

The standard decorator compiles the text of several methods for each class: 0.3 ms, and minicc has two hundred classes
to make before it can compile anything. Here one code object is compiled for each shape of `__init__`, and a class gets
a copy with the names of its fields in it. Type checkers see the standard library's own `dataclass`, `field`, `replace`.

What differs: `frozen` is only checked by the type checker (and makes instances hashable), and `order`, `InitVar`,
`ClassVar` and `__post_init__` are not there.
"""

from __future__ import annotations

from reprlib import recursive_repr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
    from types import CodeType
    from typing import Any

_MISSING: Any = object()


class _Field:
    """How one field is initialised: by what is given, else by `default` or the result of `factory`."""

    __slots__ = ("default", "factory", "in_repr", "keyword_only")

    def __init__(self, default: object, factory: Callable[[], object] | None = None, in_repr: bool = True) -> None:
        self.default = default
        self.factory = factory
        self.in_repr = in_repr
        self.keyword_only = False


def _field(
    *, default: object = _MISSING, default_factory: Callable[[], object] | None = None, repr: bool = True
) -> _Field:
    return _Field(default, default_factory, repr)


def _dataclass(
    cls: type | None = None, /, *, slots: bool = False, eq: bool = True, frozen: bool = False, kw_only: bool = False
) -> Any:
    if cls is None:
        return lambda one: _make(one, slots, eq, frozen, kw_only)
    return _make(cls, slots, eq, frozen, kw_only)


def _replace(one: Any, /, **changes: Any) -> Any:
    for name in getattr(one, "__quick_fields__", None) or one.__dataclass_fields__:
        if name not in changes:
            changes[name] = getattr(one, name)
    return type(one)(**changes)


def _make(cls: Any, slots: bool, eq: bool, frozen: bool, keyword_only: bool) -> Any:
    inherited: dict[str, _Field] = getattr(cls, "__quick_fields__", {})
    fields = inherited.copy()
    namespace = dict(cls.__dict__)
    own = tuple(namespace.get("__annotations__", ()))
    for name in own:
        value = namespace.pop(name, _MISSING)
        fields[name] = one = value if isinstance(value, _Field) else _Field(value)
        one.keyword_only = keyword_only
    made = namespace if slots else {}
    made["__quick_fields__"] = fields
    made["__init__"] = _initializer(cls.__qualname__, fields)
    made["__match_args__"] = made["__init__"].__code__.co_varnames[1 : made["__init__"].__code__.co_argcount]
    if "__repr__" not in namespace:
        made["__repr__"] = _repr
    made["__dataclass_fields__"] = _STANDARD_FIELDS
    made["__dataclass_params__"] = _STANDARD_PARAMETERS
    if eq:
        made["__eq__"] = namespace.get("__eq__", _equal)
        made["__hash__"] = _hash if frozen else None
    if not slots:
        for name, attribute in made.items():
            setattr(cls, name, attribute)
        return cls
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    namespace["__slots__"] = own
    return type(cls.__name__, cls.__bases__, namespace)


_initializer_codes: dict[str, CodeType] = {}


def _initializer(owner: str, fields: dict[str, _Field]) -> Any:
    """The method `__init__`: its parameters are the fields, those last that must be given by name."""
    names: list[str] = []
    by_name: list[str] = []
    defaults: list[object] = []
    defaults_by_name: dict[str, object] = {}
    for name, one in fields.items():
        has_default = one.factory is not None or one.default is not _MISSING
        if one.keyword_only:
            by_name.append(name)
            if has_default:
                defaults_by_name[name] = one.default
            continue
        names.append(name)
        if has_default:
            defaults.append(one.default)
        elif defaults:
            raise TypeError(f"{owner}: field {name} has no default and follows one that has")
    shape = ""
    renamed: dict[str, str] = {}
    namespace: dict[str, object] = {}
    for i, name in enumerate(names + by_name):
        renamed[f"a{i}"] = name
        factory = fields[name].factory
        shape += "v" if factory is None else "f"
        if factory is not None:
            namespace[f"f{i}"] = factory
    if namespace:
        namespace["_MISSING"] = _MISSING
    code = _initializer_codes.get(shape)
    if code is None:
        code = _initializer_codes[shape] = _initializer_code(shape)
    code = code.replace(
        co_varnames=("self", *names, *by_name),
        co_names=tuple([renamed.get(name, name) for name in code.co_names]),
        co_argcount=1 + len(names),
        co_kwonlyargcount=len(by_name),
        co_qualname=f"{owner}.__init__",
    )
    method = _Function(code, namespace, "__init__", tuple(defaults))
    if defaults_by_name:
        method.__kwdefaults__ = defaults_by_name
    return method


def _initializer_code(shape: str) -> CodeType:
    """`__init__` for fields a0, a1, ...; `shape` has a letter for each: "v" a value, "f" with a factory f0, f1, ..."""
    lines = [f"def __init__(self{''.join([f', a{i}' for i in range(len(shape))])}):", " pass"]
    for i, kind in enumerate(shape):
        value = f"a{i}" if kind == "v" else f"f{i}() if a{i} is _MISSING else a{i}"
        lines.append(f" self.a{i} = {value}")
    namespace: dict[str, Any] = {}
    exec("\n".join(lines), namespace)
    code: CodeType = namespace["__init__"].__code__
    return code


# types.FunctionType, without the import.
_Function: Any = type(_initializer)


@recursive_repr()
def _repr(self: Any) -> str:
    shown = [f"{name}={getattr(self, name)!r}" for name, one in self.__quick_fields__.items() if one.in_repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _equal(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return all(getattr(self, name) == getattr(other, name) for name in self.__quick_fields__)


def _hash(self: Any) -> int:
    return hash(tuple([getattr(self, name) for name in self.__quick_fields__]))


class _FromStandardLibrary:
    """An attribute by which `dataclasses.fields`, `replace` and `is_dataclass` know their classes; made when needed."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: Any) -> object:
        import dataclasses

        rows: list[tuple[str, Any, Any]] = []
        for name, one in owner.__quick_fields__.items():
            options: dict[str, Any] = {"repr": one.in_repr, "kw_only": one.keyword_only}
            if one.factory is not None:
                options["default_factory"] = one.factory
            elif one.default is not _MISSING:
                options["default"] = one.default
            rows.append((name, "object", dataclasses.field(**options)))
        standard = dataclasses.make_dataclass(owner.__name__, rows)
        for attribute in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(owner, attribute, getattr(standard, attribute))
        return getattr(owner, self.name)


_STANDARD_FIELDS = _FromStandardLibrary("__dataclass_fields__")
_STANDARD_PARAMETERS = _FromStandardLibrary("__dataclass_params__")

if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _field, _replace
