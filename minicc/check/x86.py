"""The types of gcc's x86 built-ins (gcc manual, "x86 Built-in Functions") that are compiled, behind <emmintrin.h>."""

from __future__ import annotations

from minicc.types.ctype import INT, LLONG, SHORT, CType, vector_type

_V2DI = vector_type(LLONG, 2)
_V4SI = vector_type(INT, 4)
_V8HI = vector_type(SHORT, 8)

X86_BUILTINS: dict[str, tuple[CType, ...]] = {
    "ia32_pshufd": (_V4SI, _V4SI, INT),
    "ia32_pmuludq128": (_V2DI, _V4SI, _V4SI),
    "ia32_pmaddwd128": (_V4SI, _V8HI, _V8HI),
    "ia32_psllwi128": (_V8HI, _V8HI, INT),
    "ia32_pslldi128": (_V4SI, _V4SI, INT),
    "ia32_psllqi128": (_V2DI, _V2DI, INT),
    "ia32_psrlwi128": (_V8HI, _V8HI, INT),
    "ia32_psrldi128": (_V4SI, _V4SI, INT),
    "ia32_psrlqi128": (_V2DI, _V2DI, INT),
    "ia32_psrawi128": (_V8HI, _V8HI, INT),
    "ia32_psradi128": (_V4SI, _V4SI, INT),
}
"""The result and the parameters of each, by the name without `__builtin_`."""
