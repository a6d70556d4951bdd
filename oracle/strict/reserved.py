"""The names that C11 reserves with external linkage: the functions of its library (7.1.3p1, Annex B)."""

from __future__ import annotations

_WORDS = """
    abs labs llabs div ldiv lldiv atoi atol atoll atof strtol strtoll strtoul strtoull strtod strtof strtold
    qsort bsearch rand srand malloc calloc realloc aligned_alloc free exit _Exit abort atexit quick_exit at_quick_exit
    getenv system mblen mbtowc wctomb mbstowcs wcstombs
    memcpy memmove memset memcmp memchr strlen strcpy strncpy strcat strncat strcmp strncmp strchr strrchr strstr strspn
    strcspn strpbrk strtok strerror strcoll strxfrm
    printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf scanf sscanf fscanf vscanf vsscanf vfscanf
    puts fputs putchar putc fputc getchar getc fgetc fgets ungetc fopen freopen fclose fflush setbuf setvbuf fread
    fwrite fseek ftell rewind fgetpos fsetpos clearerr feof ferror perror remove rename tmpfile tmpnam
    isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper
    time clock difftime mktime asctime ctime gmtime localtime strftime timespec_get setlocale localeconv
    raise signal setjmp longjmp
    wcslen wcscpy wcsncpy wcscat wcsncat wcscmp wcsncmp wcschr wcsrchr wcsstr wcsspn wcscspn wcspbrk wcstok wcscoll
    wcsxfrm wmemcpy wmemmove wmemset wmemcmp wmemchr wprintf fwprintf swprintf wscanf fwscanf swscanf fgetwc fputwc
    getwc putwc getwchar putwchar ungetwc fwide btowc wctob mbsinit mbrlen mbrtowc wcrtomb mbsrtowcs wcsrtombs wcstol
    wcstoul wcstod
    iswalpha iswdigit iswspace iswalnum iswupper iswlower towupper towlower
    feclearexcept feraiseexcept fetestexcept fegetround fesetround fegetenv fesetenv feholdexcept feupdateenv
"""
_MATHEMATICS = """
    acos asin atan atan2 cos sin tan acosh asinh atanh cosh sinh tanh exp exp2 expm1 frexp ilogb ldexp log log10 log1p
    log2 logb modf scalbn scalbln cbrt fabs hypot pow sqrt erf erfc lgamma tgamma ceil floor nearbyint rint lrint llrint
    round lround llround trunc fmod remainder remquo copysign nan nextafter nexttoward fdim fmax fmin fma
    cacos casin catan ccos csin ctan cacosh casinh catanh ccosh csinh ctanh cexp clog cabs cpow csqrt carg cimag conj
    cproj creal
"""
_RESERVED = frozenset(_WORDS.split()) | {name + suffix for name in _MATHEMATICS.split() for suffix in ("", "f", "l")}


def is_reserved(name: str) -> bool:
    """Whether a compiler may take a function of that name, defined with external linkage, for the library's."""
    return name in _RESERVED
