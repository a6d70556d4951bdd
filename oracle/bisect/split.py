"""A translation unit taken apart into its file-scope items, on tokens alone.

Independent of minicc's parser, so that it can judge that parser; works on preprocessed C.
The items can then be dealt out to two compilers: see `oracle.bisect.functions`.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

_TOKEN = re.compile(
    r"""(?P<marker>^[ \t]*\#[^\n]*$)
      | (?P<space>\s+)
      | (?P<text>(?:L|u8|u|U)?"(?:[^"\\\n]|\\.)*"|(?:L|u|U)?'(?:[^'\\\n]|\\.)*')
      | (?P<word>[A-Za-z_$][\w$]*)
      | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
      | (?P<other>\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|[-+*/%&|^<>=!]=|&&|\|\||.)""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_LINE = re.compile(r'^[ \t]*#(?:line)?[ \t]+(\d+)(?:[ \t]+"((?:[^"\\]|\\.)*)")?([ \t0-9]*)')
_PRAGMA = re.compile(r"^[ \t]*#[ \t]*pragma\b")
_OPEN = {"(": ")", "[": "]", "{": "}"}
_NOT_A_NAME = re.compile(
    r"const|volatile|restrict|__restrict|__const|static|extern|register|inline|__inline|__inline__|_Noreturn"
    r"|_Thread_local|__thread|_Alignas|__extension__|__attribute__|__attribute|__asm__|__asm|asm|__typeof__"
    r"|__typeof|typeof"
)
_TYPE_WORD = re.compile(
    r"void|char|short|int|long|float|double|signed|unsigned|_Bool|_Complex|__int128|_Float\d+x?|__builtin_va_list"
    r"|__signed__|__signed"
)

Kind = Literal["function", "variable", "other"]


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as written, behind `space` on its row; `line` in `file`, counted through the line markers."""

    text: str
    word: bool
    line: int
    file: str
    system: bool
    space: str = " "


@dataclass(frozen=True, slots=True)
class Item:
    """One declaration or definition at file scope.

    A "function" is a definition, a "variable" an object definition; everything else is "other" and goes to both sides.
    `declaration` is what stands for the item where it is not defined; `private` tells that it was `static`.
    `unsized` marks an array whose initialiser gives its length. `start` is the line on which `definition` begins, where
    that is not `line`, the name's.
    """

    kind: Kind
    name: str
    definition: str
    declaration: str
    line: int
    file: str
    private: bool = False
    initialised: bool = False
    unsized: bool = False
    start: int = 0

    @property
    def source_name(self) -> str:
        """The name in the program as it was written."""
        return self.name.removesuffix("__private") if self.private else self.name


class NotSeparable(Exception):
    """The program cannot be taken apart; the message says at which construct."""


def tokens(text: str, file: str) -> list[Token]:
    """The tokens of preprocessed C, line markers left out; a pragma is one token."""
    found: list[Token] = []
    line, system, space = 1, False, ""
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup, match[0]
        if kind == "marker":
            if place := _LINE.match(word):
                line = int(place[1]) - 1
                file = place[2] if place[2] is not None else file
                system = "3" in place[3].split()
            elif _PRAGMA.match(word):
                found.append(Token(word.strip(), False, line, file, system))
        elif kind != "space":
            found.append(Token(word, kind == "word", line, file, system, space))
        space = word.rpartition("\n")[2] if kind == "space" else ""
        line += word.count("\n")
    return found


def split(text: str, file: str) -> list[Item]:
    """The file-scope items in order. Raises NotSeparable when brackets do not match."""
    everything = tokens(text, file)
    private = _private_names(everything)
    items: list[Item] = []
    for part in _used(_parts(everything)):
        items += _items_of(part, private)
    return _with_one_definition_each(items)


def _used(parts: list[list[Token]]) -> list[list[Token]]:
    """Without what system headers declare and the program does not use: a subject need not understand all of it."""
    declaring: dict[str, list[int]] = {}
    kept = {index for index, part in enumerate(parts) if not part[0].system}
    for index, part in enumerate(parts):
        names = _declared_by_header(part) if index not in kept else set()
        for name in names:
            declaring.setdefault(name, []).append(index)
        if not names:
            kept.add(index)
    pending = sorted(kept)
    while pending:
        for token in parts[pending.pop()]:
            for index in declaring.pop(token.text, ()) if token.word else ():
                if index not in kept:
                    kept.add(index)
                    pending.append(index)
    return [part for index, part in enumerate(parts) if index in kept]


def _declared_by_header(part: list[Token]) -> set[str]:
    """The names that one declaration of a system header may be needed for; empty when that is not clear."""
    outside = _top_level(part)
    names = {part[index].text for index in outside if part[index].word}
    if "enum" in names:
        names |= {token.text for token in part if token.word}
    function = _function_name(part)
    if function is not None and "typedef" not in names and part[-1].text in (";", "}"):
        return {part[function].text}
    if "typedef" in names:
        # `typedef int (*name)(void)`: the name stands in brackets.
        names |= {
            part[index + 1].text for index in range(len(part) - 1) if part[index].text == "*" and part[index + 1].word
        }
        names -= {part[0].text, part[1].text} if len(part) > 3 else set()
        if any(part[index].text == "{" for index in outside):
            names |= {part[index].text for index in (1, 2) if index < len(part) and part[index].word}
    return {name for name in names if not _NOT_A_NAME.fullmatch(name) and not _TYPE_WORD.fullmatch(name)} - {
        "struct",
        "union",
        "enum",
        "typedef",
    }


def _with_one_definition_each(items: list[Item]) -> list[Item]:
    """Tentative definitions that are repeated: all but the one that initialises (or the last) become declarations."""
    best: dict[str, int] = {}
    for index, item in enumerate(items):
        if item.kind == "variable" and (item.initialised or not items[best.get(item.name, index)].initialised):
            best[item.name] = index
    return [
        replace(item, kind="other", definition=item.declaration)
        if item.kind == "variable" and best[item.name] != index
        else item
        for index, item in enumerate(items)
    ]


def compose(items: list[Item], defined: Set[int]) -> str:
    """A translation unit in which the items at the indices `defined` are defined and the others only declared."""
    rows: list[str] = []
    for index, item in enumerate(items):
        if item.file:
            rows.append(f'# {item.start or item.line} "{item.file}"')
        rows.append(item.definition if item.kind == "other" or index in defined else item.declaration)
    return "\n".join(rows) + "\n"


def _parts(everything: list[Token]) -> list[list[Token]]:
    """Runs of tokens up to a `;` or the brace that ends a function's body."""
    parts: list[list[Token]] = []
    current: list[Token] = []
    closing: list[str] = []
    for token in everything:
        if token.text.startswith("#") and not current:
            parts.append([token])
            continue
        if token.text == "{" and not current:
            # The body of a K&R definition: its parameter declarations were taken for declarations of their own.
            while parts and _function_name(current) is None:
                current = parts.pop() + current
        current.append(token)
        if token.text in _OPEN:
            closing.append(_OPEN[token.text])
        elif closing and token.text == closing[-1]:
            closing.pop()
            if token.text == "}" and not closing and _ends_function(current):
                parts.append(current)
                current = []
        elif token.text in (")", "]", "}"):
            raise NotSeparable(f"unmatched {token.text!r} on line {token.line}")
        elif token.text == ";" and not closing:
            parts.append(current)
            current = []
    if closing or current:
        raise NotSeparable("the last declaration is not complete")
    return parts


def _top_level(part: list[Token]) -> list[int]:
    """Indices of the tokens outside all brackets; an opening bracket counts as outside."""
    depth = 0
    found: list[int] = []
    for index, token in enumerate(part):
        if token.text in (")", "]", "}"):
            depth -= 1
        elif depth == 0:
            found.append(index)
        if token.text in _OPEN:
            depth += 1
    return found


def _ends_function(part: list[Token]) -> bool:
    """True when the braces just closed are a body: no `=` before them, and a parameter list before it."""
    outside = _top_level(part)
    words = [part[index].text for index in outside]
    if "=" in words or "typedef" in words[:3]:
        return False
    if words[-1] != "{":
        return False
    brace = outside[-1]
    if brace == 0:
        return False
    if part[brace - 1].text == ";":  # parameter declarations of a K&R definition
        return "(" in words
    before = part[brace - 1]
    return before.text in (")", "]") and _function_name(part) is not None


def _function_name(part: list[Token]) -> int | None:
    """The index of the name that a function declarator declares, looking into parenthesised declarators too."""
    index = 0
    while index + 1 < len(part):
        token = part[index]
        if token.text in (
            "__attribute__",
            "__attribute",
            "__asm__",
            "__asm",
            "asm",
            "_Alignas",
            "__typeof__",
            "typeof",
        ):
            index = _skip(part, index + 1)
            continue
        if token.text == "{":
            index = _skip(part, index)
            continue
        if token.word and part[index + 1].text == "(" and not _NOT_A_NAME.fullmatch(token.text):
            behind = _skip(part, index + 1)
            wraps_declarator = _TYPE_WORD.fullmatch(token.text) or (behind < len(part) and part[behind].text == "(")
            if not wraps_declarator:
                return index
            if behind - index == 4:  # `int (name)(...)`
                return index + 2
        index += 1
    return None


def _skip(part: list[Token], index: int) -> int:
    """The index behind the brackets that open at `index`."""
    if index >= len(part) or part[index].text not in _OPEN:
        return index
    depth = 0
    while index < len(part):
        if part[index].text in _OPEN:
            depth += 1
        elif part[index].text in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                return index + 1
        index += 1
    return index


def _private_names(everything: list[Token]) -> dict[str, str]:
    """New names for what is `static` at file scope, so that it cannot clash with a library's symbols."""
    names: dict[str, str] = {}
    for part in _parts(everything):
        if part[0].system or not any(part[index].text == "static" for index in _top_level(part)):
            continue
        if _is_body(part):
            at = _function_name(part)
            if at is not None:
                names[part[at].text] = f"{part[at].text}__private"
        elif part[-1].text == ";":
            for declarator in _declarators(part)[1]:
                at = _declared_name(declarator)
                if at is not None:
                    names[declarator[at].text] = f"{declarator[at].text}__private"
    return names


def _is_body(part: list[Token]) -> bool:
    return part[-1].text == "}"


def _spell(part: list[Token], private: dict[str, str]) -> str:
    """The tokens as text, on the lines and with the spaces they came from."""
    made = ""
    line = part[0].line if part else 0
    for token in part:
        if token.line > line:
            made = made.rstrip(" \t") + "\n" * min(token.line - line, 50)
            line = token.line
        if token.text.startswith("#"):
            made += f"\n{token.text}\n"
            continue
        word = private.get(token.text, token.text) if token.word else token.text
        needs_space = not token.space and made[-1:].isidentifier() and (word[:1].isalnum() or word[:1] == "_")
        made += " " + word if needs_space else token.space + word
    return made.strip(" \t")


def _without(part: list[Token], *words: str) -> list[Token]:
    outside = set(_top_level(part))
    return [token for index, token in enumerate(part) if not (index in outside and token.text in words)]


_ADVICE = re.compile(
    r"(?:__)?(?:nothrow|leaf|pure|const|nonnull|malloc|warn_unused_result|format|format_arg|access|alloc_size|noreturn"
    r"|alloc_align|artificial|deprecated|returns_nonnull|always_inline|gnu_inline)(?:__)?"
)


def _without_advice(part: list[Token]) -> list[Token]:
    """A declaration of a system header without attributes that only advise: simple compilers do not know them."""
    kept: list[Token] = []
    index = 0
    while index < len(part):
        if part[index].text == "__attribute__":
            behind = _skip(part, index + 1)
            inside = part[index + 3 : behind - 2]
            names = [inside[at].text for at in _top_level(inside) if inside[at].word]
            if all(_ADVICE.fullmatch(name) for name in names):
                index = behind
                continue
        kept.append(part[index])
        index += 1
    return kept


_INLINE = ("inline", "__inline", "__inline__")


def _items_of(part: list[Token], private: dict[str, str]) -> list[Item]:
    first = part[0]
    words = {part[index].text for index in _top_level(part)}
    whole = Item("other", "", _spell(part, private), "", first.line, first.file)
    if first.system:
        plain = replace(whole, definition=_spell(_without_advice(part), private))
        return [plain if part[-1].text == ";" and "typedef" not in words else whole]
    if first.text == ";" or first.text.startswith("#"):
        return [whole]
    if _is_body(part):
        at = _function_name(part)
        if at is None or ("extern" in words and words & set(_INLINE)):
            return [whole]
        body = next(index for index in _top_level(part) if part[index].text == "{" and _skip(part, index) == len(part))
        public = _without(part[:body], "static", *_INLINE)
        head = [token for token in public if token.text != "__extension__"]
        name = private.get(part[at].text, part[at].text)
        prototype = _spell(public, private)
        if any(head[index].text == ";" for index in _top_level(head)):
            # A K&R definition is declared without parameters.
            prototype = _spell(_without(part[: at + 1], "static", *_INLINE), private) + " ( )"
        definition = _spell([*public, *part[body:]], private)
        where, start = part[at].line, public[0].line
        return [Item("function", name, definition, f"{prototype};", where, first.file, "static" in words, start=start)]
    if "typedef" in words or "extern" in words or first.text in ("_Static_assert", "asm", "__asm__"):
        return [whole]
    specifiers, declarators = _declarators(part)
    if not declarators:
        return [whole]
    return _variables(part, specifiers, declarators, private)


def _variables(
    part: list[Token], specifiers: list[Token], declarators: list[list[Token]], private: dict[str, str]
) -> list[Item]:
    shared = _without(specifiers, "static", *_INLINE)
    is_static = len(shared) != len(specifiers)
    items: list[Item] = []
    for index, declarator in enumerate(declarators):
        at = _declared_name(declarator)
        if at is None:
            raise NotSeparable(f"cannot read the declaration on line {part[0].line}")
        spelled = _spell(_reference(shared) if index else shared, private)
        head = declarator
        equals = next((i for i in _top_level(declarator) if declarator[i].text == "="), None)
        if equals is not None:
            head = declarator[:equals]
        name = private.get(declarator[at].text, declarator[at].text)
        where = declarator[at]
        if equals is None and at + 1 < len(declarator) and declarator[at + 1].text == "(":
            prototype = f"{spelled} {_spell(declarator, private)};"
            items.append(Item("other", name, prototype, prototype, where.line, where.file))
            continue
        definition = f"{spelled} {_spell(declarator, private)};"
        declaration = f"extern {spelled} {_spell(head, private)};"
        unsized = [token.text for token in head[at + 1 : at + 3]] == ["[", "]"]
        items.append(
            Item(
                kind="variable",
                name=name,
                definition=definition,
                declaration=declaration,
                line=where.line,
                file=where.file,
                private=is_static,
                initialised=equals is not None,
                unsized=unsized,
            )
        )
    return items


def _reference(specifiers: list[Token]) -> list[Token]:
    """Specifiers for a second declarator: a record or enum that the first one defined is only named again."""
    braces = [index for index in _top_level(specifiers) if specifiers[index].text == "{"]
    if not braces:
        return specifiers
    if not specifiers[braces[0] - 1].word or specifiers[braces[0] - 1].text in ("struct", "union", "enum"):
        raise NotSeparable(f"several objects of one unnamed type on line {specifiers[0].line}")
    return specifiers[: braces[0]] + specifiers[_skip(specifiers, braces[0]) :]


def _declarators(part: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Specifiers and declarators of a declaration that ends in `;` (declarators keep their initialisers)."""
    part = part[:-1]
    outside = _top_level(part)
    commas = [index for index in outside if part[index].text == ","]
    first_end = commas[0] if commas else len(part)
    equals = next((index for index in outside if part[index].text == "=" and index < first_end), first_end)
    start = _first_declarator(part, equals)
    if start is None:
        return part, []
    bounds = [start, *(comma + 1 for comma in commas), len(part) + 1]
    return part[:start], [part[a : b - 1] for a, b in pairwise(bounds)]


def _first_declarator(part: list[Token], end: int) -> int | None:
    """Where the first declarator begins: at its `*`s or `(`, or its name; None when nothing is declared but a tag."""
    index = 0
    type_seen = False
    name: int | None = None
    while index < end:
        token = part[index]
        if token.text in ("struct", "union", "enum"):
            index += 1
            while index < end and part[index].text in ("__attribute__", "__attribute"):
                index = _skip(part, index + 1)
            if index < end and part[index].word:
                index += 1
            index = _skip(part, index) if index < end and part[index].text == "{" else index
            type_seen = True
        elif token.text in ("__attribute__", "__attribute", "_Alignas"):
            index = _skip(part, index + 1)
        elif token.text in ("__typeof__", "typeof", "__typeof", "_Atomic") and part[index + 1].text == "(":
            index = _skip(part, index + 1)
            type_seen = True
        elif token.text in ("*", "("):
            return index if name is None else name
        elif not token.word or token.text in ("__asm__", "asm", "__asm"):
            break
        else:
            if _TYPE_WORD.fullmatch(token.text):
                type_seen = True
            elif not _NOT_A_NAME.fullmatch(token.text):
                if type_seen:
                    name = index
                type_seen = True
            index += 1
    return name


def _declared_name(declarator: list[Token]) -> int | None:
    """The index of the name in a declarator: the first word that is no qualifier or attribute."""
    index = 0
    while index < len(declarator):
        token = declarator[index]
        if token.text in ("__attribute__", "__attribute"):
            index = _skip(declarator, index + 1)
            continue
        if token.text == "=":
            return None
        if token.word and not _NOT_A_NAME.fullmatch(token.text):
            return index
        index += 1
    return None
