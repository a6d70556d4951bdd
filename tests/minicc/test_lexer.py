"""Tokens: every spelling gcc knows, numbers, literals, what is skipped, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minicc.diagnostics import CompileError
from minicc.syntax import lexer, tables
from minicc.syntax.pragmas import Pragmas

_TABLES = tables.load()
_TERMINALS = lexer.terminals(_TABLES.symbols, _TABLES.lexemes)


def _tokens(text: str, typedefs: set[str] | None = None, pragmas: Pragmas | None = None) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for kind, value, _ in lexer.tokens(text, _TERMINALS, typedefs or set(), pragmas or Pragmas()):
        if kind == _TERMINALS.end:
            return found
        found.append((_TABLES.symbols[kind], value))
    raise AssertionError("unreachable")


def _error(text: str) -> tuple[str, int | None]:
    with pytest.raises(CompileError) as caught:
        _tokens(text)
    return caught.value.message, caught.value.pos


def test_alternate_keywords_are_the_plain_ones() -> None:
    pairs = (
        "__const const, __volatile__ volatile, __restrict restrict, __inline__ inline, __signed__ signed, asm __asm__, "
        "__typeof__ typeof, __alignof __alignof__, __thread _Thread_local, __attribute __attribute__, "
        "__complex__ _Complex, __float128 _Float128, __real __real__, __int128_t __int128"
    )
    for pair in pairs.split(", "):
        alternate, plain = pair.split()
        assert _tokens(alternate) == _tokens(plain), pair
        assert _tokens(plain)[0][0] != "NAME"


def test_words_that_mean_nothing_are_skipped() -> None:
    assert _tokens("__extension__ x") == [("NAME", "x")]
    assert _tokens('# 1 "f.c" 2\n#pragma once\n x /* y */ // z\n#ident "q"\n') == [("NAME", "x")]
    assert _tokens("") == []


def test_longest_punctuator_wins() -> None:
    spelled = [value for _, value in _tokens("a+++++b<<=c>>d...e->f.g<:1:><%%>--")]
    assert " ".join(spelled) == "a ++ ++ + b <<= c >> d ... e -> f . g [ 1 ] { } --"


@pytest.mark.parametrize(
    "text",
    ["0", "7", "42u", "42UL", "42ll", "42LLU", "0x1fULL", "0b101", "0777", "1i", "18446744073709551615"],
)
def test_integer_constants(text: str) -> None:
    assert _tokens(text) == [("INTEGER", text)]


_FLOATING = "1. .5 1.5e-3 1e9 1e+9L 0x1p-3 0x.8p1f 1.0f 1.f 2.0F64 3.0f128 1.0i 4.0q 5.0f32x 09.5"


@pytest.mark.parametrize("text", _FLOATING.split())
def test_floating_constants(text: str) -> None:
    assert _tokens(text) == [("FLOATING", text)]


def test_literals_keep_prefix_and_escapes() -> None:
    text = r"""L"a\"b" u8"\\" U'\'' L'x' "" u '\0' L u8"""
    assert _tokens(text) == [
        ("STRING", r'L"a\"b"'),
        ("STRING", r'u8"\\"'),
        ("CHARACTER", r"U'\''"),
        ("CHARACTER", "L'x'"),
        ("STRING", '""'),
        ("NAME", "u"),
        ("CHARACTER", r"'\0'"),
        ("NAME", "L"),
        ("NAME", "u8"),
    ]


def test_names_beyond_ascii() -> None:
    assert _tokens("na\\u00efve na\\U000000efve naïve $x _1") == [
        ("NAME", "naïve"),
        ("NAME", "naïve"),
        ("NAME", "naïve"),
        ("NAME", "$x"),
        ("NAME", "_1"),
    ]


def test_a_byte_that_begins_no_character_is_no_name() -> None:
    with pytest.raises(CompileError, match=r"stray '\\377' in program"):
        _tokens("int \udcff;")


def test_typedef_names_are_looked_up_when_asked_for() -> None:
    typedefs = {"T"}
    stream = lexer.tokens("T U T", _TERMINALS, typedefs, Pragmas())
    assert next(stream)[0] == _TERMINALS.typedef_name
    typedefs.add("U")
    typedefs.remove("T")
    assert next(stream)[0] == _TERMINALS.typedef_name
    assert next(stream)[0] == _TERMINALS.name


def test_offsets() -> None:
    text = '  int\n# 3 "x"\n\tab = L"x"  +1;'
    for _, value, at in lexer.tokens(text, _TERMINALS, set(), Pragmas()):
        if value == "":
            assert text[at] == ";"
            break
        assert text.startswith(value, at)


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("a @", "stray '@' in program", 2),
        ("a \\ b", "stray '\\' in program", 2),
        ("\0", "stray '\\0' in program", 0),
        ("x # y", "stray '#' in program", 2),
        ("x = `", "stray '`' in program", 4),
        ("'a", "missing terminating ' character", 0),
        ('L"a\n"', 'missing terminating " character', 1),
        ("08", 'invalid digit "8" in octal constant', 0),
        ("1lul", 'invalid suffix "lul" on integer constant', 0),
        ("1.0fl", 'invalid suffix "fl" on floating constant', 0),
        ("1.2.3", 'invalid suffix ".3" on floating constant', 0),
        ("0b12", 'invalid suffix "2" on integer constant', 0),
        ("/* a", "unterminated comment", 0),
    ],
)
def test_what_is_no_token(text: str, message: str, at: int) -> None:
    assert _error(text) == (message, at)


def test_pragma_pack() -> None:
    pragmas = Pragmas()
    seen = []
    text = (
        "#pragma pack(4)\n a\n#pragma pack(push)\n#pragma pack ( 2 )\n b\n#pragma pack(pop)\n c\n#pragma pack()\n d\n"
        "#pragma pack(push, one, 1)\n#pragma pack(push, 8)\n e\n#pragma pack(pop, one)\n f\n"
        '_Pragma("pack(1)") g _Pragma ( "GCC diagnostic push" ) h\n#pragma pack(pop)\n i\n'
    )
    for kind, _, _ in lexer.tokens(text, _TERMINALS, set(), pragmas):
        if kind == _TERMINALS.end:
            break
        seen.append(pragmas.pack)
    assert seen == [4, 2, 4, 0, 8, 0, 1, 1, 1]


@given(st.text(max_size=40))
def test_any_text_gives_tokens_or_one_error(text: str) -> None:
    try:
        _tokens(text)
    except CompileError as error:
        assert error.pos is not None
        assert 0 <= error.pos < len(text)


@pytest.mark.parametrize(
    "line", ['# 1 "a" 1 3 4', "# 5", "#", "#pragma", "#pragma once more", '#ident "x"', "#define x 1"]
)
def test_lines_that_gcc_takes_in_preprocessed_text(line: str) -> None:
    assert _tokens(f"int\n{line}\nx") == _tokens("int x")


@pytest.mark.parametrize("line", ["#pra", '# 1 "a"b', '# 1 "a" 9', '# 1 "a" 2 1', '# "x"', "# 3 x", "#if 1", '# 1 "x'])
def test_lines_that_are_no_directive_of_preprocessed_text(line: str) -> None:
    message, pos = _error(f"int\n{line}\nx")
    assert message.startswith("invalid preprocessing directive or line marker")
    assert pos == 4
