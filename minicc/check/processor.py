"""`__builtin_cpu_init` and `__builtin_cpu_supports` (gcc manual, "x86 Built-in Functions"): libgcc keeps what the
processor can do in `__cpu_model`.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.check.context import Context
from minicc.check.literals import string_literal
from minicc.diagnostics import unsupported
from minicc.syntax import nodes
from minicc.types.ctype import INT

# In the order of libgcc's `enum processor_features` (gcc/common/config/i386/i386-cpuinfo.h), the first word of it.
_FEATURES = """
cmov mmx popcnt sse sse2 sse3 ssse3 sse4.1 sse4.2 avx avx2 sse4a fma4 xop fma avx512f bmi bmi2 aes pclmul avx512vl
avx512bw avx512dq avx512cd avx512er avx512pf avx512vbmi avx512ifma avx5124vnniw avx5124fmaps avx512vpopcntdq avx512vbmi2
"""
FEATURES = _FEATURES.split()


def cpu_init(context: Context, node: nodes.Call) -> typed.Expression:
    if node.arguments:
        context.error("too many arguments to function '__builtin_cpu_init'", node.pos)
    return typed.BuiltinCall(node.pos, INT, "__builtin_cpu_init", [])


def cpu_supports(context: Context, node: nodes.Call) -> typed.Expression:
    """The argument must be a string literal."""
    only = node.arguments[0] if len(node.arguments) == 1 else None
    if not isinstance(only, nodes.StringLiteral):
        context.error("parameter to builtin must be a string constant or literal", node.pos)
    feature = string_literal(only.parts, only.pos)[1].decode("latin-1")
    if feature not in FEATURES:
        unsupported(f"'__builtin_cpu_supports(\"{feature}\")'", only.pos)
    return typed.BuiltinCall(node.pos, INT, "__builtin_cpu_supports", [context.expressions.value(only)])
