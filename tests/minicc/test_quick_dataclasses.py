"""minicc.quick_dataclasses does what the standard library's `dataclasses` does with the same classes."""

import dataclasses
import inspect
import pickle
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from minicc import quick_dataclasses
from minicc.syntax import nodes


def _classes(module: ModuleType) -> dict[str, Any]:
    dataclass: Callable[..., Any] = vars(module)["dataclass"]
    field: Callable[..., Any] = vars(module)["field"]

    @dataclass(slots=True, eq=False, kw_only=True)
    class Base:
        flags: int = 0
        hidden: object = field(default=None, repr=False)

    @dataclass(slots=True, eq=False)
    class Derived(Base):
        name: str
        items: list[int] = field(default_factory=list)
        extra: tuple[int, ...] = ()

    @dataclass(frozen=True, slots=True)
    class Value:
        x: int
        y: int = 2

    @dataclass
    class Open:
        """Without slots: other attributes can be set."""

        first: int
        second: dict[str, int] = field(default_factory=dict)

    return {"Base": Base, "Derived": Derived, "Value": Value, "Open": Open}


QUICK = _classes(quick_dataclasses)
STANDARD = _classes(dataclasses)


@pytest.mark.parametrize("name", sorted(QUICK))
def test_signature_and_fields(name: str) -> None:
    quick, standard = QUICK[name], STANDARD[name]
    parameters = [list(inspect.signature(one).parameters) for one in (quick, standard)]
    assert parameters[0] == parameters[1]
    assert quick.__match_args__ == standard.__match_args__
    assert [one.name for one in dataclasses.fields(quick)] == [one.name for one in dataclasses.fields(standard)]
    assert hasattr(quick, "__slots__") == hasattr(standard, "__slots__")
    assert quick.__doc__ is None or quick.__doc__ == standard.__doc__


def test_values() -> None:
    for classes in (QUICK, STANDARD):
        one = classes["Derived"]("n", flags=3)
        assert (one.flags, one.hidden, one.name, one.items, one.extra) == (3, None, "n", [], ())
        assert one.items is not classes["Derived"]("n").items
        assert repr(one).endswith("Derived(flags=3, name='n', items=[], extra=())")
        assert one != classes["Derived"]("n", flags=3)
        for replace in (quick_dataclasses.replace, dataclasses.replace):
            changed = replace(one, name="m")
            assert (changed.name, changed.flags, changed.items is one.items) == ("m", 3, True)
        value = classes["Value"](1)
        assert value == classes["Value"](1, 2) != classes["Value"](2, 2)
        assert len({value, classes["Value"](1)}) == 1
        opened = classes["Open"](1)
        opened.third = 3
        assert opened == classes["Open"](1, {})
        with pytest.raises(TypeError, match="unhashable"):
            hash(opened)


def test_mistakes() -> None:
    for classes in (QUICK, STANDARD):
        with pytest.raises(TypeError, match=r"Derived.__init__\(\) missing 1 required positional argument: 'name'"):
            classes["Derived"]()
        with pytest.raises(TypeError, match="unexpected keyword argument 'wrong'"):
            classes["Derived"]("n", wrong=1)
        with pytest.raises(AttributeError):
            classes["Derived"]("n").wrong = 1

    for module in (quick_dataclasses, dataclasses):
        with pytest.raises(TypeError, match="default"):

            @vars(module)["dataclass"]
            class Wrong:
                first: int = 1
                second: int


def test_a_standard_dataclass_can_derive_from_a_quick_one() -> None:
    @dataclasses.dataclass(slots=True, eq=False)
    class Derived(nodes.Identifier):
        more: int = 0

    one = Derived(3, "n", 7)
    assert (one.pos, one.name, one.more) == (3, "n", 7)


def test_pickling() -> None:
    copy = pickle.loads(pickle.dumps(nodes.Identifier(3, "n")))
    assert (type(copy), copy.pos, copy.name) == (nodes.Identifier, 3, "n")
