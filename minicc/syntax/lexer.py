"""Tokens of preprocessed C (C11 6.4), told apart by one regular expression over the whole text.

A name is a typedef name when it is in `typedefs` at the moment the token is asked for: the parser keeps that set in
step with the scopes, and asks for a token only when it needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from minicc.diagnostics import CompileError
from minicc.patterns import pattern
from minicc.syntax.pragmas import Pragmas

# (terminal, text as the tree keeps it, offset in the preprocessed text)
Token = tuple[int, str, int]

# Words with the grammar's terminal that stands for all of them.
_WORDS = {
    "STORAGE": "typedef extern auto register _Thread_local",
    "QUALIFIER": "const volatile restrict",
    "FUNCTION_SPECIFIER": "inline _Noreturn",
    "RECORD": "struct union",
    "UNARY": "__real__ __imag__",
    "TYPE_WORD": "void char short int long float double signed unsigned _Bool _Complex __int128 __auto_type "
    "__builtin_va_list _Float16 _Float32 _Float64 _Float128 _Float32x _Float64x _Float128x __float80 "
    "_Decimal32 _Decimal64 _Decimal128 _Imaginary",
}

# Other spellings of a word ("Alternate Keywords" in gcc's manual).
_SPELLINGS = {
    "const": "__const __const__",
    "volatile": "__volatile __volatile__",
    "restrict": "__restrict __restrict__",
    "inline": "__inline __inline__",
    "signed": "__signed __signed__",
    "_Complex": "__complex __complex__",
    "_Thread_local": "__thread",
    "_Float128": "__float128",
    "__asm__": "asm __asm",
    "__attribute__": "__attribute",
    "typeof": "__typeof __typeof__",
    "__real__": "__real",
    "__imag__": "__imag",
}

_PUNCTUATORS = {
    "BINARY": "/ % << >> < > <= >= == != ^ | ||",
    "ASSIGN": "*= /= %= += -= <<= >>= &= ^= |=",
    "INCREMENT": "++ --",
    "UNARY": "~ !",
}

_DIGRAPHS = {"<:": "[", ":>": "]", "<%": "{", "%>": "}"}

# A name's characters are given by what they are not: compiling a class with all of Unicode in it takes 6 ms.
_LETTER = r"[^\x00-\x23\x25-\x40\x5b-\x5e\x60\x7b-\x7f]"
_LETTER_OR_DIGIT = r"[^\x00-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]"
# gcc -E writes every character of a name that is not ASCII as a universal character name (C11 6.4.3).
_UNIVERSAL_NAME = r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}"
# What is no UTF-8 stands in the text as a lone surrogate.
_BYTE = pattern("[\udc80-\udcff]")
_UNIVERSAL = re.compile(_UNIVERSAL_NAME)

_PATTERN = re.compile(
    rf"""[ \t\n\r\f\v]*(?:
    ((?:{_LETTER}|{_UNIVERSAL_NAME}){_LETTER_OR_DIGIT}*(?:(?:{_UNIVERSAL_NAME}){_LETTER_OR_DIGIT}*)*)"""
    r"""
  | (\.\.\.|<<=|>>=|->|\+\+|--|&&|\|\||<<|>>|<:|:>|<%|%>|[-+*/%&|^<>=!]=|[][(){};,:?~*&!=<>+%^|-]|\.(?![0-9])|/(?![/*]))
  | (\.?[0-9](?:[eEpP][+-]|[A-Za-z0-9_.])*)
  | ("[^"\\\n]*(?:\\.[^"\\\n]*)*")
  | ('[^'\\\n]*(?:\\.[^'\\\n]*)*')
  | (\#[^\n]*)
  | (/\*.*?\*/|//[^\n]*)
  | \Z
  | (.)
    )""",
    re.VERBOSE | re.DOTALL,
)
_NAME, _PUNCTUATOR, _NUMBER, _STRING, _CHARACTER, _DIRECTIVE, _COMMENT = range(1, 8)

_WHOLE = r"0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+"
_REAL = (
    r"(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+"
    r"|0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+"
)
_INTEGER = re.compile(rf"(?:{_WHOLE})[ijIJ]?(?:[uU](?:ll|LL|[lL])?|(?:ll|LL|[lL])[uU]?)?[ijIJ]?")
_FLOATING = re.compile(rf"(?:{_REAL})[ijIJ]?(?:[fFlL]|[fF](?:16|32|64|128)x?|[qQwW]|[dD][fFdDlL])?[ijIJ]?")
_DIGITS = re.compile(rf"{_REAL}|{_WHOLE}")

# The numbers of tables, which would be most of the work for them one by one. What is rare or wrong is left to _NUMBER.
_TABLE_NUMBER = (
    r"-?(?:0[xX][0-9a-fA-F]+[uU]?(?:ll|LL|[lL])?"
    r"|(?:[1-9][0-9]*|0)(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?[fF]?|[uU]?(?:ll|LL|[lL])?))"
)
TABLE_NUMBER = pattern(_TABLE_NUMBER)
_NUMBERS = pattern(rf"[ \t\n]*({_TABLE_NUMBER}(?:[ \t\n]*,[ \t\n]*{_TABLE_NUMBER}){{15,}})(?=[ \t\n]*[,}}])")
_BEGINS_NUMBERS = frozenset("-0123456789")
_ATTRIBUTES = pattern(r"\[[ \t\n]*\[(?=\s*[A-Za-z_,\]])((?:[^\[\]\"]|\"(?:\\.|[^\"\\])*\"|\[[^\[\]]*\])*)\][ \t\n]*\]")
_ATTRIBUTE = pattern(r"(?:(\w+)[ \t\n]*::[ \t\n]*)?(\w+)[ \t\n]*(\((?:[^()]|\([^()]*\))*\))?")
_FOLLOWING_NAME = pattern(r"[ \t\n]*([A-Za-z_]\w*)")
_STANDARD_ATTRIBUTES = {
    "noreturn": "noreturn", "_Noreturn": "noreturn", "deprecated": "deprecated", "fallthrough": "fallthrough",
    "maybe_unused": "unused", "nodiscard": "warn_unused_result",
}  # fmt: skip
# What gcc takes in preprocessed text besides pragmas: line markers with their flags, what -fdirectives-only leaves.
_MARKER = pattern(
    r"#[ \t]*(?:(?:line[ \t]+)?[0-9]+(?:[ \t]*\"(?:[^\"\\]|\\.)*\"(?:[ \t]+[12])?(?:[ \t]+3(?:[ \t]+4.*)?)?)?"
    r"|(?:define|undef|ident|sccs)\b.*)?\s*"
)
# How far behind numbers, with a line marker or a name in between, more of them are looked for.
_NEAR = 200

# What `__extension__`, an encoding prefix, `_Pragma` or gcc's built-in `__uint128_t` is below: not a terminal.
_SKIP, _PREFIX, _PRAGMA, _UINT128 = -1, -2, -3, -4


class Terminals(NamedTuple):
    """The grammar's terminals as the lexer needs them, worked out once from the tables."""

    words: dict[str, tuple[int, str]]
    punctuators: dict[str, tuple[int, str]]
    name: int
    typedef_name: int
    integer: int
    numbers: int
    floating: int
    character: int
    string: int
    end: int

    def without(self, plain_names: frozenset[str]) -> Terminals:
        """The same language with some keywords as ordinary names."""
        return self._replace(words={word: found for word, found in self.words.items() if word not in plain_names})


def terminals(symbols: list[str], lexemes: Mapping[str, int]) -> Terminals:
    """Numbers of the tables for every spelling; `lexemes` are those that stand for themselves in the grammar."""
    number = {name: i for i, name in enumerate(symbols)}
    words: dict[str, tuple[int, str]] = {}
    punctuators: dict[str, tuple[int, str]] = {}
    for text, terminal in lexemes.items():
        (words if text[0].isalpha() or text[0] == "_" else punctuators)[text] = (terminal, text)
    for kind, texts in _WORDS.items():
        words.update({text: (number[kind], text) for text in texts.split()})
    for kind, texts in _PUNCTUATORS.items():
        punctuators.update({text: (number[kind], text) for text in texts.split()})
    for word, spellings in _SPELLINGS.items():
        words.update(dict.fromkeys(spellings.split(), words[word]))
    for digraph, punctuator in _DIGRAPHS.items():
        punctuators[digraph] = punctuators[punctuator]
    words["__alignof"] = words["__alignof__"] = (words["_Alignof"][0], "__alignof__")
    words["__extension__"] = (_SKIP, "")
    words["__int128_t"] = words["__int128"]
    words["__uint128_t"] = (_UINT128, "")
    words["_Pragma"] = (_PRAGMA, "")
    words.update({prefix: (_PREFIX, prefix) for prefix in ("L", "u", "U", "u8")})
    kinds = ("NAME", "TYPEDEF_NAME", "INTEGER", "NUMBERS", "FLOATING", "CHARACTER", "STRING", "$END")
    return Terminals(words, punctuators, *[number[kind] for kind in kinds])


class LexicalError(CompileError):
    """What is no token. `end`: where the next one can begin; `is_operand`: it looks like a constant."""

    def __init__(self, message: str, pos: int, end: int, is_operand: bool) -> None:
        super().__init__(message, pos)
        self.end = end
        self.is_operand = is_operand


def tokens(
    text: str, table: Terminals, typedefs: set[str], pragmas: Pragmas, start: int = 0, tables: bool = True
) -> Iterator[Token]:
    """The tokens of `text` from `start` on and then the end, over and over. Raises LexicalError for what is no token.

    `#` lines are not tokens: line markers are left to SourceText, `pragmas` is told of the others. `tables`: many
    numbers behind a brace, with commas between them, are one token.
    """
    words, punctuators, name, typedef_name = table.words, table.punctuators, table.name, table.typedef_name
    last = near = start
    has_bytes = not text.isascii() and _BYTE.search(text) is not None
    matches = _PATTERN.finditer(text, start)
    while True:
        for match in matches:
            kind = match.lastindex
            if kind == _NAME:
                word = match[1]
                at = match.start(1)
                found = words.get(word)
                if found is None:
                    if has_bytes and (byte := _BYTE.search(word)) is not None:
                        raise _stray_byte(byte, at)
                    if "\\" in word:
                        word = _UNIVERSAL.sub(lambda one: chr(int(one[0][2:], 16)), word)
                    yield (typedef_name if word in typedefs else name), word, at
                elif found[0] >= 0:
                    yield found[0], found[1], at
                elif found[0] == _PREFIX:
                    if text[match.end() : match.end() + 1] in ('"', "'"):
                        literal = next(matches)
                        if literal.lastindex not in (_STRING, _CHARACTER):
                            raise _no_token(text, literal)
                        terminal = table.string if literal.lastindex == _STRING else table.character
                        yield terminal, word + literal[literal.lastindex], at
                    else:
                        yield (typedef_name if word in typedefs else name), word, at
                elif found[0] == _PRAGMA:
                    pragmas.operator([next(matches, match)[0].strip() for _ in range(3)], at)
                elif found[0] == _UINT128:
                    yield table.words["unsigned"][0], "unsigned", at
                    yield table.words["__int128"][0], "__int128", at
                last = at
            elif kind == _PUNCTUATOR:
                last = match.start(2)
                spelling = match[2]
                found = punctuators[spelling]
                if spelling == "[" and (brackets := _ATTRIBUTES.match(text, last)) is not None:
                    if not _belongs_to_statement(brackets, words, typedefs):
                        yield from _attributes(brackets, table, pragmas)
                    matches = _PATTERN.finditer(text, brackets.end())
                    break
                yield found[0], found[1], last
                if (spelling == "{" or (spelling == "," and last < near)) and tables:
                    numbers = _numbers_at(text, last + 1)
                    if numbers is not None:
                        yield table.numbers, numbers[1], numbers.start(1)
                        near = numbers.end() + _NEAR
                        matches = _PATTERN.finditer(text, numbers.end())
                        break
            elif kind == _NUMBER:
                last = match.start(3)
                yield _number(match[3], last, table), match[3], last
            elif kind == _STRING:
                last = match.start(4)
                yield table.string, match[4], last
            elif kind == _CHARACTER:
                last = match.start(5)
                if match[5] == "''":
                    raise LexicalError("empty character constant", last, last + 2, True)
                yield table.character, match[5], last
            elif kind == _DIRECTIVE:
                at = match.start(6)
                if text[text.rfind("\n", 0, at) + 1 : at].strip():
                    raise LexicalError("stray '#' in program", at, at + 1, False)
                if _MARKER.fullmatch(match[6]) is None:
                    pragmas.directive(match[6], at)
            elif kind is None:
                while True:
                    yield table.end, "", last
            elif kind != _COMMENT:
                raise _no_token(text, match)


def _belongs_to_statement(brackets: re.Match[str], words: Mapping[str, tuple[int, str]], typedefs: set[str]) -> bool:
    """Whether no declaration begins behind an attribute but an expression or a label, where it means nothing."""
    following = _FOLLOWING_NAME.match(brackets.string, brackets.end())
    if following is None or following[1] in words or following[1] in typedefs:
        return False
    before = brackets.string[max(0, brackets.start() - 40) : brackets.start()].rstrip()
    return not before.endswith(("struct", "union", "enum"))


def _attributes(brackets: re.Match[str], table: Terminals, pragmas: Pragmas) -> Iterator[Token]:
    """`[[...]]` of C23, which gcc 12 takes in all of C, as `__attribute__`; other compilers' are dropped."""
    kept = []
    for prefix, name, arguments in _ATTRIBUTE.findall(brackets[1]):
        if prefix in ("gnu", "__gnu__"):
            kept.append(name + arguments)
        elif not prefix and name.strip("_") in _STANDARD_ATTRIBUTES:
            kept.append(_STANDARD_ATTRIBUTES[name.strip("_")])
    for kind, word, _ in tokens(f"__attribute__(({','.join(kept)}))", table, set(), pragmas):
        if kind == table.end:
            return
        yield kind, word, brackets.start()


def _numbers_at(text: str, at: int) -> re.Match[str] | None:
    """Many numbers with commas between them."""
    following = text[at : at + _NEAR].lstrip()[:1]
    return _NUMBERS.match(text, at) if following in _BEGINS_NUMBERS else None


def _stray_byte(byte: re.Match[str], at: int) -> LexicalError:
    """The error for a byte in a name that begins no character."""
    place = at + byte.start()
    return LexicalError(f"stray '\\{ord(byte[0]) - 0xDC00:o}' in program", place, place + 1, False)


def _number(text: str, at: int, table: Terminals) -> int:
    if _INTEGER.fullmatch(text):
        if text[0] == "0" and text[1:2] not in ("x", "X", "b", "B"):
            digit = re.search("[89]", text)
            if digit is not None:
                raise LexicalError(f'invalid digit "{digit[0]}" in octal constant', at, at + len(text), True)
        return table.integer
    if _FLOATING.fullmatch(text):
        return table.floating
    digits = _DIGITS.match(text)
    suffix = text[digits.end() :] if digits is not None else text
    kind = "floating" if "." in text or (text[:2].lower() != "0x" and "e" in text.lower()) else "integer"
    if text[:2].lower() == "0x" and "." in text and "p" not in text.lower():
        raise LexicalError("hexadecimal floating constants require an exponent", at, at + len(text), True)
    if suffix[:1] in ("e", "E", "p", "P") and suffix.strip("eEpP+-") == "":
        raise LexicalError("exponent has no digits", at, at + len(text), True)
    raise LexicalError(f'invalid suffix "{suffix}" on {kind} constant', at, at + len(text), True)


def _no_token(text: str, match: re.Match[str]) -> LexicalError:
    at = match.end() - 1
    char = text[at]
    line_end = text.find("\n", at)
    if char in "\"'":
        end = len(text) if line_end < 0 else line_end
        return LexicalError(f"missing terminating {char} character", at, end, True)
    if text.startswith("/*", at):
        return LexicalError("unterminated comment", at, len(text), False)
    shown = f"'{char}'" if char.isprintable() else f"'\\{ord(char):o}'"
    return LexicalError(f"stray {shown} in program", at, at + 1, False)
