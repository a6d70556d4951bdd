"""Types of the C library functions that gcc knows: for implicit declarations and for `__builtin_` names.

A type is a string, one letter each: the result, then the parameters; `.` ends a variadic list.
"""

from __future__ import annotations

from minicc.check.context import Context
from minicc.types.ctype import (
    BOOL,
    CHAR,
    CONST,
    DOUBLE,
    FLOAT,
    INT,
    LLONG,
    LONG,
    LONG_DOUBLE,
    UINT,
    ULLONG,
    ULONG,
    VOID,
    CType,
    FunctionType,
    complex_type,
)

# i int, u unsigned, l long, z unsigned long (size_t), L long long, M unsigned long long, d double, f float, e long
# double, b _Bool, c complex double, x complex float, y complex long double,
# v void, p void *, P const void *, s char *, S const char *, I int *, D double *, F float *, E long double *, a
# va_list, t char **
_TABLE = """
memcpy:ppPz memmove:ppPz memset:ppiz memcmp:iPPz memchr:pPiz mempcpy:ppPz bcmp:iPPz bcopy:vPpz bzero:vpz
strlen:zS strnlen:zSz strcpy:ssS strncpy:ssSz strcat:ssS strncat:ssSz strcmp:iSS strncmp:iSSz strcasecmp:iSS
strncasecmp:iSSz
strchr:sSi strrchr:sSi strstr:sSS strspn:zSS strcspn:zSS strpbrk:sSS strdup:sS strndup:sSz stpcpy:ssS stpncpy:ssSz
index:sSi rindex:sSi
malloc:pz calloc:pzz realloc:ppz free:vp aligned_alloc:pzz
abort:v exit:vi _exit:vi _Exit:vi
abs:ii labs:ll llabs:LL imaxabs:ll
printf:iS. fprintf:ipS. sprintf:isS. snprintf:iszS. vprintf:iSa vfprintf:ipSa vsprintf:isSa vsnprintf:iszSa
scanf:iS. fscanf:ipS. sscanf:iSS. vscanf:iSa vfscanf:ipSa vsscanf:iSSa
puts:iS putchar:ii fputs:iSp fputc:iip putc:iip fwrite:zPzzp
puts_unlocked:iS putchar_unlocked:ii fputs_unlocked:iSp fputc_unlocked:iip printf_unlocked:iS. fprintf_unlocked:ipS.
isalnum:ii isalpha:ii isascii:ii isblank:ii iscntrl:ii isdigit:ii isgraph:ii islower:ii isprint:ii ispunct:ii isspace:ii
isupper:ii isxdigit:ii toascii:ii tolower:ii toupper:ii
__memcpy_chk:ppPzz __memmove_chk:ppPzz __memset_chk:ppizz __mempcpy_chk:ppPzz __strcpy_chk:ssSz __strncpy_chk:ssSzz
__strcat_chk:ssSz
__strncat_chk:ssSzz __stpcpy_chk:ssSz __stpncpy_chk:ssSzz __sprintf_chk:isizS. __snprintf_chk:iszizS.
__vsprintf_chk:isizSa
__vsnprintf_chk:iszizSa __printf_chk:iiS. __fprintf_chk:ipiS. __vprintf_chk:iiSa __vfprintf_chk:ipiSa
acos:dd asin:dd atan:dd atan2:ddd ceil:dd cos:dd cosh:dd exp:dd fabs:dd floor:dd fmod:ddd frexp:ddI ldexp:ddi log:dd
log10:dd
modf:ddD pow:ddd sin:dd sinh:dd sqrt:dd tan:dd tanh:dd
acosh:dd asinh:dd atanh:dd cbrt:dd copysign:ddd erf:dd erfc:dd exp2:dd expm1:dd fdim:ddd fma:dddd fmax:ddd fmin:ddd
hypot:ddd
ilogb:id lgamma:dd llrint:Ld llround:Ld log1p:dd log2:dd logb:dd lrint:ld lround:ld nearbyint:dd nextafter:ddd
nexttoward:dde
remainder:ddd remquo:dddI rint:dd round:dd scalbln:ddl scalbn:ddi tgamma:dd trunc:dd
cabs:dc carg:dc creal:dc cimag:dc conj:cc cproj:cc cexp:cc clog:cc csqrt:cc cpow:ccc
cacos:cc casin:cc catan:cc ccos:cc csin:cc ctan:cc cacosh:cc casinh:cc catanh:cc ccosh:cc csinh:cc ctanh:cc
"""
_CODES: dict[str, CType] = {
    "i": INT, "u": UINT, "l": LONG, "z": ULONG, "L": LLONG, "M": ULLONG,
    "d": DOUBLE, "f": FLOAT, "e": LONG_DOUBLE, "v": VOID, "b": BOOL,
    "c": complex_type(DOUBLE), "x": complex_type(FLOAT), "y": complex_type(LONG_DOUBLE),
}  # fmt: skip
_FLOAT_CODES = str.maketrans("dDc", "fFx")
_LONG_DOUBLE_CODES = str.maketrans("dDc", "eEy")
_POINTERS: dict[str, tuple[CType, int]] = {
    "p": (VOID, 0), "P": (VOID, CONST), "s": (CHAR, 0), "S": (CHAR, CONST),
    "I": (INT, 0), "D": (DOUBLE, 0), "F": (FLOAT, 0), "E": (LONG_DOUBLE, 0),
}  # fmt: skip


def _signatures() -> dict[str, str]:
    """Every double function of <math.h> exists for float and long double too."""
    result: dict[str, str] = {}
    for entry in _TABLE.split():
        name, _, signature = entry.partition(":")
        result[name] = signature
        if "d" in signature or "c" in signature:
            result[name + "f"] = signature.translate(_FLOAT_CODES)
            result[name + "l"] = signature.translate(_LONG_DOUBLE_CODES)
    return result


_SIGNATURES = _signatures()


def library_signature(context: Context, name: str) -> FunctionType | None:
    """The type of library function `name`, or None."""
    signature = _SIGNATURES.get(name)
    if signature is None:
        return None
    variadic = signature.endswith(".")
    types = [_decode(context, code) for code in signature.rstrip(".")]
    return FunctionType(types[0], tuple(types[1:]), variadic, True)


def _decode(context: Context, code: str) -> CType:
    if code == "a":
        return context.pointer_to(context.va_list_type.element)
    pointer = _POINTERS.get(code)
    if pointer is not None:
        return context.pointer_to(context.qualify(pointer[0], pointer[1]))
    return _CODES[code]
