"""What -pedantic finds in tokens: what the syntax tree does not keep, and where `__extension__` allows everything."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from minicc.patterns import pattern

if TYPE_CHECKING:
    from minicc.check.context import Context

_TOKEN = pattern(
    r"""(?P<skipped>^[ \t]*\#[^\n]*|/\*.*?\*/|//[^\n]*)
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
    | [^\W\d][\w$]* | \.?[0-9](?:[eEpP][+-]|[\w.])* | \S""",
    0x40 | 0x08 | 0x10,  # re.VERBOSE | re.MULTILINE | re.DOTALL
)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_TAG_WORDS = frozenset(["struct", "union", "enum"])
_BEHIND_DESIGNATORS = frozenset(["=", "["])
_HEXADECIMAL_FLOAT = pattern(r"0[xX][0-9a-fA-F.]*[pP]")
_ESCAPE = pattern(r"\\(?:[eE]|[^eE])")


class Token(NamedTuple):
    text: str
    pos: int


def tokens_of(text: str) -> list[Token]:
    """The tokens of a preprocessed text, punctuators character by character."""
    return [Token(match[0], match.start()) for match in _TOKEN.finditer(text) if match["skipped"] is None]


class Extensions:
    """The stretches of a text that `__extension__` stands before ("Alternate Keywords" in gcc's manual)."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        if "__extension__" not in text:
            return
        tokens = tokens_of(text)
        reached = -1
        for i, token in enumerate(tokens):
            if token.text == "__extension__" and token.pos > reached:
                reached = _end_of_extension(tokens, i + 1)
                self._starts.append(token.pos)
                self._ends.append(reached)

    def cover(self, pos: int) -> bool:
        i = bisect_right(self._starts, pos) - 1
        return i >= 0 and pos <= self._ends[i]


def _end_of_extension(tokens: list[Token], start: int) -> int:
    """The offset of the last token of the operand, declaration or function definition that begins at `start`."""
    depth = 0
    is_operand = start < len(tokens) and not (tokens[start].text[0].isalpha() or tokens[start].text[0] == "_")
    for i in range(start, len(tokens)):
        text = tokens[i].text
        if text in _OPENING:
            depth += 1
        elif text in _CLOSING:
            depth -= 1
            if depth < 0:
                return tokens[i - 1].pos
            ends_body = text == "}" and depth == 0 and i + 1 < len(tokens) and tokens[i + 1].text not in ";,=*(["
            if depth == 0 and (is_operand or (ends_body and _ends_function(tokens, start, i))):
                return tokens[i].pos
        elif depth == 0 and (text == ";" or (is_operand and text[0] not in "&-+~!*")):
            return tokens[i].pos
    return tokens[-1].pos if tokens else 0


def _ends_function(tokens: list[Token], start: int, end: int) -> bool:
    depth = 0
    for i in range(end, start - 1, -1):
        depth += (tokens[i].text == "}") - (tokens[i].text == "{")
        if depth == 0:
            return tokens[i - 1].text == ")"
    return False


def check_tokens(context: Context, function_ends: set[int]) -> None:
    """Give the warnings; `function_ends` are the offsets of the braces that end function definitions."""
    tokens = tokens_of(context.source.text)
    if not tokens:
        context.pedantic("ISO C forbids an empty translation unit", len(context.source.text))
    is_c90 = context.options.is_c90
    braces: list[str] = []
    depth = 0
    is_pending = False  # an external declaration has begun
    before = Token("", 0)
    for i, token in enumerate(tokens):
        text, pos = token
        if text == ";":
            if depth == 0:
                if not is_pending:
                    context.pedantic("ISO C does not allow extra ';' outside of a function", pos)
                is_pending = False
            elif braces and braces[-1] in ("struct", "union") and before.text in (";", "{"):
                context.pedantic("extra semicolon in struct or union specified", pos)
        elif text == "{":
            braces.append(_word_of_brace(tokens, i))
            depth += 1
        elif text == "}" and braces:
            if is_c90 and braces.pop() == "enum" and before.text == ",":
                context.pedantic("comma at end of enumerator list", before.pos)
            elif not is_c90:
                braces.pop()
            depth -= 1
            is_pending = depth > 0 or pos not in function_ends
        elif depth == 0:
            is_pending = True
        if text[0] in "0123456789.":
            _number(context, text, pos)
        elif text[0] in "\"'" and "\\e" in text.lower():
            for escape in _ESCAPE.finditer(text):
                if escape[0] in ("\\e", "\\E"):
                    context.pedantic(f"non-ISO-standard escape sequence, '{escape[0]}'", pos, is_named=False)
        elif text == "__label__":
            context.pedantic("ISO C forbids label declarations", pos)
        before = token


def _word_of_brace(tokens: list[Token], i: int) -> str:
    """`struct`, `union` or `enum` when the brace at `i` opens the list of one, else ""."""
    i -= 1
    while i > 0 and tokens[i].text == ")":
        depth = 0
        while i > 0:
            depth += (tokens[i].text == ")") - (tokens[i].text == "(")
            i -= 1
            if depth == 0:
                break
        if tokens[i].text not in ("__attribute__", "__attribute"):
            return ""
        i -= 1
    if i > 0 and tokens[i].text not in _TAG_WORDS:
        i -= 1
    while i > 0 and tokens[i].text == ")":
        return _word_of_brace(tokens, i + 1)
    return tokens[i].text if i >= 0 and tokens[i].text in _TAG_WORDS else ""


def _number(context: Context, text: str, pos: int) -> None:
    lowered = text.lower()
    if lowered.startswith("0b"):
        context.pedantic("binary constants are a C2X feature or GCC extension", pos, is_named=False)
    is_floating = "." in text or (not lowered.startswith("0x") and "e" in lowered) or "p" in lowered
    digits = lowered[2:] if lowered.startswith("0x") else lowered
    if ("i" in digits or "j" in digits) and not lowered.startswith("0b"):
        context.pedantic("imaginary constants are a GCC extension", pos, is_named=False)
    if not context.options.is_c90:
        return
    if is_floating and not context.options.standard.startswith("gnu") and _HEXADECIMAL_FLOAT.match(text):
        context.pedantic("use of C99 hexadecimal floating constant", pos, is_named=False)
    elif not is_floating and "ll" in lowered:
        context.pedantic("use of C99 long long integer constant", pos, "long-long")
