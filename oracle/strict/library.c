/* The functions of the library as the strict build calls them: what they ask of their arguments (C11 7.1.4p1), and
 * what they do to objects. The line of the call is in `oracle_line`.
 */
#define OVERLAP_RULE "C11 7.24: overlapping objects passed to a copying function"
#define FORMAT_RULE "C11 7.21.6.1p9: argument of the wrong type for its conversion"
#define PARTIAL_RULE "C11 7.21.8.1p2: the value of an element that was read in part is unspecified"
#define ARGUMENT_RULE "C11 7.1.4p1: invalid argument of a library function"

static void not_volatile(const void *place)
{
    struct object *object = object_at((uintptr_t)place);
    if (object && object->is_volatile)
        broken(oracle_line, "C11 6.7.3p6: volatile object accessed through an lvalue that is not", "by the library");
}

static void reads(const void *from, ulong size)
{
    if (!size)
        return;
    check_access((uintptr_t)from, size, 0, oracle_line);
    not_volatile(from);
}

static void writes(const void *to, ulong size)
{
    if (!size)
        return;
    check_access((uintptr_t)to, size, 1, oracle_line);
    not_volatile(to);
    FOREACH_CELL(cell, to, size) if (cell->part & READONLY)
        broken(oracle_line, readonly_rule(object_of(cell)), "by the library");
}

static void object_written(const void *to, ulong size)
{
    check_room(to, size);
    writes(to, size);
    make_known(to, size);
}

static void text_written(const void *to, ulong size)
{
    check_room(to, size);
    writes(to, size);
}

static void written(const void *to, ulong size)
{
    writes(to, size);
    make_known(to, size);
}

static void apart(const void *to, ulong size, const void *from, ulong other)
{
    uintptr_t a = (uintptr_t)to, b = (uintptr_t)from;
    if (a < b + other && b < a + size)
        broken(oracle_line, OVERLAP_RULE, "by %ld bytes", (long)(a - b));
}

/* The length of a string of which at most `most` bytes are looked at; each of them must be there and known. */
static ulong length_of(const char *text, ulong most, const char *function)
{
    ulong length = 0;
    if (!text)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for a string of %s", function);
    for (; length < most; length++) {
        check_access((uintptr_t)text + length, 1, 0, oracle_line);
        check_known(text + length, 1, function);
        if (!text[length])
            break;
    }
    return length;
}

static ulong string(const char *text, const char *function)
{
    return length_of(text, ~0UL, function);
}

/* What the library owns must not be modified (getenv, strerror, setlocale, localeconv). */
static void *owned(void *start, ulong size)
{
    if (start && !object_at((uintptr_t)start))
        take_over(start, size, oracle_line);
    return start;
}

static char *owned_text(char *text)
{
    return text ? owned(text, strlen(text) + 1) : NULL;
}

/* ------------------------------------------------------------------ storage */

void *strict_malloc(size_t size)
{
    return size > 1UL << 30 ? NULL : allocate(size, 16, 0, ALLOCATED, oracle_line);
}

void *strict_calloc(size_t count, size_t size)
{
    if (size && count > (1UL << 30) / size)
        return NULL;
    void *made = strict_malloc(count * size);
    if (made) {
        memset(made, 0, count * size);
        make_known(made, count * size);
    }
    return made;
}

void strict_free(void *pointer)
{
    if (pointer)
        release(pointer, oracle_line, "free");
}

void *strict_realloc(void *pointer, size_t size)
{
    if (!pointer)
        return strict_malloc(size);
    struct object *object = object_at((uintptr_t)pointer);
    if (!object)
        return realloc(pointer, size);
    if (object->start != (uintptr_t)pointer || object->kind != ALLOCATED)
        broken(oracle_line, "C11 7.22.3.5p3: realloc of memory that was not allocated", "");
    if (object->state != ALIVE)
        broken(oracle_line, "C11 7.22.3.5p3: realloc of memory that was freed", "");
    void *made = strict_malloc(size);
    if (made) {
        ulong kept = object->size < size ? object->size : size;
        memcpy(made, pointer, kept);
        copy_cells(made, pointer, kept);
        release(pointer, oracle_line, "realloc");
    }
    return made;
}

void *strict_aligned_alloc(size_t align, size_t size)
{
    if (!align || align & (align - 1))
        broken(oracle_line, "C11 7.22.3.1p2: an alignment that the implementation does not support", "%lu", align);
    return allocate(size, align, 0, ALLOCATED, oracle_line);
}

char *strict_strndup(const char *text, size_t most)
{
    ulong length = length_of(text, most, "strndup");
    char *made = strict_malloc(length + 1);
    if (made) {
        memcpy(made, text, length);
        made[length] = 0;
        make_known(made, length + 1);
    }
    return made;
}

char *strict_strdup(const char *text)
{
    return strict_strndup(text, ~0UL >> 1);
}

/* ------------------------------------------------------------------ bytes and strings */

void *strict_memcpy(void *to, const void *from, size_t size)
{
    if (!to || !from)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for memcpy");
    reads(from, size);
    writes(to, size);
    if (to != from)
        apart(to, size, from, size);
    copy_cells(to, from, size);
    return memcpy(to, from, size);
}

void *strict_mempcpy(void *to, const void *from, size_t size)
{
    return (char *)strict_memcpy(to, from, size) + size;
}

void *strict_memmove(void *to, const void *from, size_t size)
{
    if (!to || !from)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for memmove");
    reads(from, size);
    writes(to, size);
    copy_cells(to, from, size);
    return memmove(to, from, size);
}

void *strict_memset(void *to, int value, size_t size)
{
    if (!to)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for memset");
    written(to, size);
    return memset(to, value, size);
}

int strict_memcmp(const void *left, const void *right, size_t size)
{
    const unsigned char *a = left, *b = right;
    if (!a || !b)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for memcmp");
    for (ulong i = 0; i < size; i++) {
        reads(a + i, 1);
        reads(b + i, 1);
        check_known(a + i, 1, "memcmp");
        check_known(b + i, 1, "memcmp");
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

void *strict_memchr(const void *from, int value, size_t size)
{
    if (!from)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for memchr");
    for (ulong i = 0; i < size; i++) {
        reads((char *)from + i, 1);
        check_known((char *)from + i, 1, "memchr");
        if (((unsigned char *)from)[i] == (unsigned char)value)
            return (char *)from + i;
    }
    return NULL;
}

size_t strict_strlen(const char *text)
{
    return string(text, "strlen");
}

size_t strict_strnlen(const char *text, size_t most)
{
    return length_of(text, most, "strnlen");
}

char *strict_strcpy(char *to, const char *from)
{
    ulong size = string(from, "strcpy") + 1;
    text_written(to, size);
    apart(to, size, from, size);
    make_known(to, size);
    return strcpy(to, from);
}

char *strict_stpcpy(char *to, const char *from)
{
    strict_strcpy(to, from);
    return to + strlen(from);
}

char *strict_strncpy(char *to, const char *from, size_t size)
{
    ulong length = length_of(from, size, "strncpy");
    text_written(to, size);
    apart(to, size, from, length < size ? length + 1 : size);
    make_known(to, size);
    return strncpy(to, from, size);
}

char *strict_strncat(char *to, const char *from, size_t most)
{
    ulong before = string(to, "strcat"), length = length_of(from, most, "strcat");
    check_room(to, before + length + 1);
    writes(to + before, length + 1);
    apart(to, before + length + 1, from, length < most ? length + 1 : length);
    make_known(to + before, length + 1);
    return strncat(to, from, most);
}

char *strict_strcat(char *to, const char *from)
{
    return strict_strncat(to, from, ~0UL >> 1);
}

int strict_strcmp(const char *a, const char *b)
{
    for (ulong i = 0;; i++) {
        length_of(a + i, 1, "strcmp");
        length_of(b + i, 1, "strcmp");
        if (a[i] != b[i] || !a[i])
            return strcmp(a + i, b + i);
    }
}

int strict_strncmp(const char *a, const char *b, size_t most)
{
    if (!a || !b)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for strncmp");
    for (ulong i = 0; i < most; i++) {
        length_of(a + i, 1, "strncmp");
        length_of(b + i, 1, "strncmp");
        if (a[i] != b[i] || !a[i])
            return strcmp(a + i, b + i);
    }
    return 0;
}

char *strict_strchr(const char *text, int c)
{
    string(text, "strchr");
    return strchr(text, c);
}

char *strict_strrchr(const char *text, int c)
{
    string(text, "strrchr");
    return strrchr(text, c);
}

char *strict_strstr(const char *text, const char *wanted)
{
    string(text, "strstr");
    string(wanted, "strstr");
    return strstr(text, wanted);
}

size_t strict_strspn(const char *text, const char *set)
{
    string(text, "strspn");
    return strspn(text, set);
}

size_t strict_strcspn(const char *text, const char *set)
{
    string(text, "strcspn");
    return strcspn(text, set);
}

char *strict_strtok(char *text, const char *set)
{
    static int begun;
    if (!text && !begun)
        broken(oracle_line, "C11 7.24.5.8p3: strtok continues a search that was never begun", "");
    begun = 1;
    if (text)
        writes(text, string(text, "strtok") + 1);
    return strtok(text, set);
}

char *strict_getenv(const char *name)
{
    return owned_text(getenv(name));
}

char *strict_strerror(int number)
{
    return owned_text(strerror(number));
}

/* ------------------------------------------------------------------ formats */

static const char *next_type(const char **types, ulong *length)
{
    const char *start = *types, *end = strchr(start, ';');
    *length = end ? (ulong)(end - start) : 0;
    *types = end ? end + 1 : start;
    return end ? start : NULL;
}

static int is(const char *given, ulong length, const char *wanted)
{
    return strlen(wanted) == length && !strncmp(given, wanted, length);
}

static void take(const char **types, const char *wanted, const char *conversion)
{
    ulong length;
    const char *given = next_type(types, &length);
    if (!given)
        broken(oracle_line, "C11 7.21.6.1p2: fewer arguments than conversions", "%.4s", conversion);
    int harmless = is(given, length, wanted) || (*wanted == '*' && *given == '*' && (wanted[1] == 'v' || length == 2))
                   || (!strncmp(wanted, "long", 4) && (is(given, length, "long") || is(given, length, "long long"))
                       && strcmp(wanted, "long double"));
    if (!harmless)
        broken(oracle_line, FORMAT_RULE, "%.6s and an argument of type %.*s", conversion, (int)length, given);
}

/* Flags, precision and length modifier against the conversion (7.21.6.1p4-7). */
static void check_specification(const char *start, ulong flags, int precise, int length, char conversion)
{
    int integer = conversion && strchr("diouxX", conversion) != NULL;
    int floating = conversion && strchr("aAeEfFgG", conversion) != NULL;
    if (!conversion || !strchr("diouxXaAeEfFgGcspn", conversion))
        return;
    if (memchr(start + 1, '#', flags) && !floating && !strchr("oxX", conversion))
        broken(oracle_line, "C11 7.21.6.1p6: flag # with a conversion that does not take it", "%.6s", start);
    if (memchr(start + 1, '0', flags) && !floating && !integer)
        broken(oracle_line, "C11 7.21.6.1p6: flag 0 with a conversion that does not take it", "%.6s", start);
    if (precise && !floating && !integer && conversion != 's')
        broken(oracle_line, "C11 7.21.6.1p4: precision with a conversion that does not take it", "%.6s", start);
    int taken = !length || (integer || conversion == 'n' ? length != 'L' : floating ? length == 'L' || length == 'l'
                            : strchr("cs", conversion) && length == 'l');
    if (!taken)
        broken(oracle_line, "C11 7.21.6.1p7: length modifier with a conversion that does not take it", "%.6s", start);
}

/* The sign of a NaN that an operation gives depends on the machine; only those have the sign set. */
static void check_sign(long double value, const char *conversion)
{
    if (isnan(value) && signbit(value))
        broken(oracle_line, "C11 F.2.1p1: the sign of a NaN is unspecified", "%.6s", conversion);
}

/* Check a format against the types of its arguments; the values are read for the strings. */
static void check_printf(const char *format, const char *types, va_list values)
{
    va_list list;
    string(format, "printf");
    if (!types)
        return;
    va_copy(list, values);
    for (const char *at = format; *at; at++) {
        if (*at != '%')
            continue;
        const char *start = at++;
        long precision = -1;
        int size = 0; /* 'l', 'q' for ll, 'L', 'j', 'z', 't' */
        ulong flags = strspn(at, "-+ #0'");
        int precise = 0, halves = 0;
        at += flags;
        if (*at == '*') {
            take(&types, "int", start);
            va_arg(list, int);
            at++;
        } else
            at += strspn(at, "0123456789");
        if (*at == '.') {
            at++;
            precise = 1;
            if (*at == '*') {
                take(&types, "int", start);
                precision = va_arg(list, int);
                at++;
            } else
                precision = strtol(at, (char **)&at, 10);
        }
        while (*at && strchr("hlLqjzt", *at)) {
            size = *at == 'l' && size == 'l' ? 'q' : *at == 'h' ? 0 : *at;
            halves |= *at == 'h';
            at++;
        }
        check_specification(start, flags, precise, halves ? 'h' : size, *at);
        switch (*at) {
        case '%':
            break;
        case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': case 'c':
            if (*at == 'c' && size == 'l') {
                va_end(list);
                return;
            }
            take(&types, !size ? "int" : size == 'q' ? "long long" : "long", start);
            if (size)
                va_arg(list, long);
            else
                va_arg(list, int);
            break;
        case 'a': case 'A': case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
            take(&types, size == 'L' ? "long double" : "double", start);
            if (size == 'L')
                check_sign(va_arg(list, long double), start);
            else
                check_sign(va_arg(list, double), start);
            break;
        case 's': {
            if (size == 'l') {
                va_end(list);
                return;
            }
            take(&types, "*c", start);
            const char *text = va_arg(list, const char *);
            length_of(text, precision >= 0 ? (ulong)precision : ~0UL, "printf");
            break;
        }
        case 'p':
            take(&types, "*v", start);
            va_arg(list, void *);
            break;
        case 'n': {
            take(&types, size == 'l' ? "*long" : "*int", start);
            written(va_arg(list, void *), size == 'l' ? 8 : 4);
            break;
        }
        case 'm':
            break;
        default:
            broken(oracle_line, "C11 7.21.6.1p9: invalid conversion specification", "%.6s", start);
        }
    }
    va_end(list);
}

/* The types behind `skip` named parameters. */
static const char *rest(ulong skip)
{
    const char *types = taken_types();
    for (; types && skip; skip--) {
        types = strchr(types, ';');
        types = types ? types + 1 : NULL;
    }
    return types;
}

#define FORMATTED(result, call) \
    va_list list; \
    va_start(list, format); \
    result made = call; \
    va_end(list); \
    return made

static void check_bytes(FILE *stream);

static int print(FILE *stream, const char *format, const char *types, va_list list)
{
    check_bytes(stream);
    check_printf(format, types, list);
    return vfprintf(stream, format, list);
}

static int print_text(char *to, ulong size, const char *format, const char *types, va_list list)
{
    va_list again;
    check_printf(format, types, list);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    ulong used = length < 0 ? 0 : (ulong)length + 1 < size ? (ulong)length + 1 : size;
    text_written(to, used);
    /* Strings that are read from what is written (7.21.6.6p2). */
    va_copy(again, list);
    if (types && strstr(types, "*c") && !strstr(format, "*"))
        for (const char *at = types; *at;) {
            ulong n;
            const char *type = next_type(&at, &n);
            if (!type || !(is(type, n, "*c") || is(type, n, "int") || is(type, n, "long") || *type == '*'))
                break;
            if (*type == '*') {
                char *text = va_arg(again, char *);
                if (is(type, n, "*c") && used && (uintptr_t)text - (uintptr_t)to < used)
                    broken(oracle_line, "C11 7.21.6.6p2: sprintf between objects that overlap", "");
            } else if (is(type, n, "int"))
                va_arg(again, int);
            else
                va_arg(again, long);
        }
    va_end(again);
    char *made = malloc(used + 1);
    vsnprintf(made, used, format, list);
    memcpy(to, made, used);
    free(made);
    make_known(to, used);
    return length;
}

int strict_printf(const char *format, ...)
{
    const char *types = rest(1);
    FORMATTED(int, print(stdout, format, types, list));
}

int strict_fprintf(FILE *stream, const char *format, ...)
{
    const char *types = rest(2);
    FORMATTED(int, print(stream, format, types, list));
}

int strict_sprintf(char *to, const char *format, ...)
{
    const char *types = rest(2);
    FORMATTED(int, print_text(to, INT_MAX, format, types, list));
}

int strict_snprintf(char *to, size_t size, const char *format, ...)
{
    const char *types = rest(3);
    FORMATTED(int, print_text(to, size, format, types, list));
}

int strict_vprintf(const char *format, va_list list)
{
    list_passed(list);
    return print(stdout, format, list_types(list), list);
}

int strict_vfprintf(FILE *stream, const char *format, va_list list)
{
    list_passed(list);
    return print(stream, format, list_types(list), list);
}

int strict_vsprintf(char *to, const char *format, va_list list)
{
    list_passed(list);
    return print_text(to, INT_MAX, format, list_types(list), list);
}

int strict_vsnprintf(char *to, size_t size, const char *format, va_list list)
{
    list_passed(list);
    return print_text(to, size, format, list_types(list), list);
}

long strict_write(int file, const void *from, size_t size)
{
    extern long write(int, const void *, size_t);
    reads(from, size);
    check_known(from, size, "write");
    fflush(stdout);
    return write(file, from, size);
}

/* ------------------------------------------------------------------ numbers */

#define CONVERTED(type, name, call) \
    type strict_##name \
    { \
        char *rest_; \
        string(text, #name); \
        type made = call; \
        if (end) { \
            written(end, sizeof *end); \
            *end = rest_; \
        } \
        return made; \
    }

CONVERTED(long, strtol(const char *text, char **end, int base), strtol(text, &rest_, base))
CONVERTED(unsigned long, strtoul(const char *text, char **end, int base), strtoul(text, &rest_, base))
CONVERTED(long long, strtoll(const char *text, char **end, int base), strtoll(text, &rest_, base))
CONVERTED(unsigned long long, strtoull(const char *text, char **end, int base), strtoull(text, &rest_, base))
CONVERTED(double, strtod(const char *text, char **end), strtod(text, &rest_))
CONVERTED(float, strtof(const char *text, char **end), strtof(text, &rest_))

int strict_atoi(const char *text)
{
    string(text, "atoi");
    errno = 0;
    long value = strtol(text, NULL, 10);
    if (errno || value != (int)value)
        broken(oracle_line, "C11 7.22.1p1: atoi of a value that an int cannot represent", "");
    return (int)value;
}

long strict_atol(const char *text)
{
    string(text, "atol");
    errno = 0;
    long value = strtol(text, NULL, 10);
    if (errno)
        broken(oracle_line, "C11 7.22.1p1: atol of a value that a long cannot represent", "");
    return value;
}

double strict_atof(const char *text)
{
    string(text, "atof");
    return atof(text);
}

int strict_abs(int value)
{
    if (value == INT_MIN)
        broken(oracle_line, "C11 7.22.6.1p2: abs of a value whose negation cannot be represented", "%d", value);
    return abs(value);
}

long strict_labs(long value)
{
    if (value == LONG_MIN)
        broken(oracle_line, "C11 7.22.6.1p2: abs of a value whose negation cannot be represented", "%ld", value);
    return labs(value);
}

long long strict_llabs(long long value)
{
    return strict_labs(value);
}

div_t strict_div(int value, int by)
{
    if (!by || (value == INT_MIN && by == -1))
        broken(oracle_line, "C11 7.22.6.2p3: quotient not representable", "div(%d, %d)", value, by);
    return div(value, by);
}

lldiv_t strict_lldiv(long long value, long long by)
{
    if (!by || (value == LLONG_MIN && by == -1))
        broken(oracle_line, "C11 7.22.6.2p3: quotient not representable", "lldiv(%lld, %lld)", value, by);
    return lldiv(value, by);
}

ldiv_t strict_ldiv(long value, long by)
{
    if (!by || (value == LONG_MIN && by == -1))
        broken(oracle_line, "C11 7.22.6.2p3: quotient not representable", "ldiv(%ld, %ld)", value, by);
    return ldiv(value, by);
}

double strict_modf(double value, double *whole)
{
    written(whole, sizeof *whole);
    return modf(value, whole);
}

float strict_modff(float value, float *whole)
{
    written(whole, sizeof *whole);
    return modff(value, whole);
}

#define SPLIT(name, type) \
    type strict_##name(type value, int *exponent) \
    { \
        written(exponent, sizeof *exponent); \
        if (!isfinite(value)) \
            make_unspecified(exponent, sizeof *exponent, "C11 7.12.6.4p3: the exponent of what is no finite number is unspecified"); \
        return name(value, exponent); \
    }

SPLIT(frexp, double)
SPLIT(frexpf, float)
SPLIT(frexpl, long double)

#define DIVIDED(name, type) \
    type strict_##name(type value, type by, int *quotient) \
    { \
        written(quotient, sizeof *quotient); \
        if (by == 0) \
            make_unspecified(quotient, sizeof *quotient, "C11 7.12.10.3p3: the quotient of remquo by zero is unspecified"); \
        return name(value, by, quotient); \
    }

DIVIDED(remquo, double)
DIVIDED(remquof, float)
DIVIDED(remquol, long double)

#define CLASSIFIED(name) \
    int strict_##name(int c) \
    { \
        extern int name(int); \
        if (c < -1 || c > 255) \
            broken(oracle_line, "C11 7.4p1: argument of " #name " is no unsigned char and not EOF", "%d", c); \
        return name(c); \
    }

CLASSIFIED(isalnum)
CLASSIFIED(isalpha)
CLASSIFIED(isblank)
CLASSIFIED(iscntrl)
CLASSIFIED(isdigit)
CLASSIFIED(isgraph)
CLASSIFIED(islower)
CLASSIFIED(isprint)
CLASSIFIED(ispunct)
CLASSIFIED(isspace)
CLASSIFIED(isupper)
CLASSIFIED(isxdigit)
CLASSIFIED(tolower)
CLASSIFIED(toupper)

/* ------------------------------------------------------------------ the rest */

static int (*comparison)(const void *, const void *);

/* The elements as they are while the comparison function looks at them; NULL when they are many. */
static char *sorted_array, *sorted_copy;
static ulong sorted_size;

static int consistent(const void *a, const void *b)
{
    char *kept = sorted_copy;
    if (kept)
        memcpy(kept, sorted_array, sorted_size);
    int result = comparison(a, b), other = a == b ? 0 : comparison(b, a);
    if (kept && memcmp(kept, sorted_array, sorted_size))
        broken(oracle_line, "C11 7.22.5p2: comparison function that modifies the array", "");
    if ((result > 0 && other >= 0) || (result < 0 && other <= 0) || (result == 0 && other != 0))
        broken(oracle_line, "C11 7.22.5p4: comparison function that contradicts itself", "");
    return result;
}

void strict_qsort(void *array, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    ulong line = oracle_line;
    if (!count)
        return;
    writes(array, count * size);
    char *outer_array = sorted_array, *outer_copy = sorted_copy;
    ulong outer_size = sorted_size;
    comparison = compare;
    sorted_array = array;
    sorted_size = count * size;
    sorted_copy = sorted_size <= 4096 ? malloc(sorted_size) : NULL;
    qsort(array, count, size, consistent);
    free(sorted_copy);
    sorted_array = outer_array;
    sorted_copy = outer_copy;
    sorted_size = outer_size;
    opaque(array, 0);
    oracle_line = line;
    /* The order of elements that compare equal is unspecified (7.22.5.2p4): the other way round is as good. */
    for (ulong from = 0, to; backwards() && from < count; from = to) {
        for (to = from + 1; to < count && compare((char *)array + from * size, (char *)array + to * size) == 0;)
            to++;
        for (ulong a = from, b = to - 1; a < b; a++, b--)
            for (ulong i = 0; i < size; i++) {
                char *one = (char *)array + a * size + i, *other = (char *)array + b * size + i, kept = *one;
                *one = *other;
                *other = kept;
            }
    }
}

void *strict_bsearch(const void *key, const void *array, size_t count, size_t size,
                     int (*compare)(const void *, const void *))
{
    ulong line = oracle_line;
    int last = 1;
    for (ulong i = 0; i < count; i++) {
        int now = compare(key, (const char *)array + i * size);
        now = (now > 0) - (now < 0);
        if (now > last)
            broken(line, "C11 7.22.5.1p3: bsearch in an array that is not sorted", "at element %lu", i);
        last = now;
    }
    void *found = bsearch(key, array, count, size, compare);
    oracle_line = line;
    /* Which of several matching elements is found is unspecified (7.22.5.1p4). */
    for (ulong i = count; found && backwards() && i-- > 0;)
        if (compare(key, (char *)array + i * size) == 0)
            return (char *)array + i * size;
    return found;
}

_Noreturn void strict_exit(int status)
{
    static int exiting;
    if (exiting++)
        broken(oracle_line, "C11 7.22.4.4p2: exit called twice", "");
    exit(status);
}

static void left_handler(void);

_Noreturn void strict_longjmp(jmp_buf buffer, int value)
{
    oracle_longjmp(buffer, oracle_line);
    left_handler();
    longjmp(buffer, value);
}

time_t strict_time(time_t *to)
{
    if (to)
        written(to, sizeof *to);
    return time(to);
}
