/* Streams (C11 7.21) as the strict build calls them: what was done last with each, and input by format. See library.c. */

/* ------------------------------------------------------------------ what was done last */

#define STREAMS 64
static struct stream {
    FILE *file;
    enum { NOTHING, INPUT, OUTPUT } last;
    int used, closed;
    char *buffer; /* the program's own */
    ulong buffer_size;
} streams[STREAMS];
static ulong stream_count;

static struct stream *stream_of(FILE *file)
{
    for (ulong i = 0; i < stream_count && i < STREAMS; i++)
        if (streams[i].file == file)
            return &streams[i];
    struct stream *made = &streams[stream_count++ % STREAMS];
    *made = (struct stream){.file = file};
    return made;
}

/* A stream that is used in any way; NULL stands for all of them (fflush). */
static struct stream *check_stream(FILE *file)
{
    if (!file)
        return NULL;
    struct stream *stream = stream_of(file);
    if (stream->closed)
        broken(oracle_line, "C11 7.21.3p4: a stream used after it was closed", "");
    if (stream->buffer) {
        struct object *object = object_at((uintptr_t)stream->buffer);
        if (object && object->state != ALIVE)
            broken(oracle_line, "C11 7.21.5.6p2, 6.2.4p2: a stream used whose buffer's lifetime has ended",
                   "object of line %u", object->line);
    }
    return stream;
}

static void check_output(FILE *file)
{
    struct stream *stream = check_stream(file);
    if (!stream)
        return;
    if (stream->last == INPUT && !feof(file))
        broken(oracle_line, "C11 7.21.5.3p7: output directly follows input on one stream", "");
    stream->last = OUTPUT;
    stream->used = 1;
}

static void check_input(FILE *file)
{
    struct stream *stream = check_stream(file);
    if (!stream)
        return;
    if (stream->last == OUTPUT)
        broken(oracle_line, "C11 7.21.5.3p7: input directly follows output on one stream", "");
    stream->last = INPUT;
    stream->used = 1;
}

static void check_positioning(FILE *file)
{
    struct stream *stream = check_stream(file);
    if (stream) {
        stream->last = NOTHING;
        stream->used = 1;
    }
}

/* The stream takes bytes (7.21.2p4). */
static void check_bytes(FILE *file)
{
    check_output(file);
    if (file && fwide(file, 0) > 0)
        broken(oracle_line, "C11 7.21.2p4: a byte output function used on a wide stream", "");
}

static void check_wide(FILE *file)
{
    check_output(file);
    if (fwide(file, 0) < 0)
        broken(oracle_line, "C11 7.21.2p4: a wide character function used on a byte stream", "");
}

/* ------------------------------------------------------------------ opening and closing */

static FILE *opened(FILE *file)
{
    if (file)
        *stream_of(file) = (struct stream){.file = file};
    return file;
}

static void check_mode(const char *mode)
{
    ulong length = string(mode, "fopen");
    if (!strchr("rwa", *mode) || strspn(mode + 1, "b+xecm") + 1 < length - strlen(strchrnul(mode, ',')))
        broken(oracle_line, "C11 7.21.5.3p3: a mode that is none of those listed", "\"%.20s\"", mode);
}

FILE *strict_fopen(const char *name, const char *mode)
{
    string(name, "fopen");
    check_mode(mode);
    return opened(fopen(name, mode));
}

FILE *strict_fdopen(int descriptor, const char *mode)
{
    check_mode(mode);
    return opened(fdopen(descriptor, mode));
}

FILE *strict_tmpfile(void)
{
    return opened(tmpfile());
}

FILE *strict_freopen(const char *name, const char *mode, FILE *old)
{
    check_mode(mode);
    return opened(freopen(name, mode, old));
}

int strict_fclose(FILE *file)
{
    if (!file)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for fclose");
    check_stream(file)->closed = 1;
    return file == stderr ? fflush(file) : fclose(file); /* the report goes there */
}

int strict_fflush(FILE *file)
{
    struct stream *stream = check_stream(file);
    if (stream && (stream->last == INPUT || file == stdin))
        broken(oracle_line, "C11 7.21.5.2p2: fflush of a stream whose most recent operation was input", "");
    if (stream)
        stream->last = NOTHING;
    return fflush(file);
}

int strict_setvbuf(FILE *file, char *buffer, int mode, size_t size)
{
    struct stream *stream = check_stream(file);
    if (!stream)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for setvbuf");
    if (stream->used)
        broken(oracle_line, "C11 7.21.5.6p2: setvbuf after another operation on the stream", "");
    if (buffer && size) {
        check_access((uintptr_t)buffer, size, 1, oracle_line);
        make_unknown(buffer, size); /* "The contents of the array at any time are indeterminate." */
        stream->buffer = buffer;
        stream->buffer_size = size;
    }
    return setvbuf(file, NULL, mode, size);
}

void strict_setbuf(FILE *file, char *buffer)
{
    strict_setvbuf(file, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ);
}

/* ------------------------------------------------------------------ positions */

int strict_fseek(FILE *file, long offset, int whence)
{
    check_positioning(file);
    return fseek(file, offset, whence);
}

void strict_rewind(FILE *file)
{
    check_positioning(file);
    rewind(file);
}

long strict_ftell(FILE *file)
{
    check_stream(file);
    return ftell(file);
}

int strict_fgetpos(FILE *file, fpos_t *position)
{
    check_stream(file);
    written(position, sizeof *position);
    return fgetpos(file, position);
}

int strict_fsetpos(FILE *file, const fpos_t *position)
{
    check_positioning(file);
    reads(position, sizeof *position);
    check_known(position, sizeof position->__pos, "fsetpos");
    return fsetpos(file, position);
}

/* ------------------------------------------------------------------ characters and blocks */

int strict_putchar(int c)
{
    check_bytes(stdout);
    return putchar(c);
}

int strict_fputc(int c, FILE *file)
{
    check_bytes(file);
    return fputc(c, file);
}

int strict_putc(int c, FILE *file)
{
    return strict_fputc(c, file);
}

int strict_fgetc(FILE *file)
{
    check_input(file);
    return fgetc(file);
}

int strict_getc(FILE *file)
{
    return strict_fgetc(file);
}

int strict_getchar(void)
{
    return strict_fgetc(stdin);
}

int strict_ungetc(int c, FILE *file)
{
    check_input(file);
    return ungetc(c, file);
}

int strict_puts(const char *text)
{
    check_bytes(stdout);
    string(text, "puts");
    return puts(text);
}

int strict_fputs(const char *text, FILE *file)
{
    check_bytes(file);
    string(text, "fputs");
    return fputs(text, file);
}

char *strict_fgets(char *to, int size, FILE *file)
{
    check_input(file);
    char *made = fgets(to, size, file);
    if (made) {
        ulong length = strlen(to) + 1;
        object_written(to, length);
    }
    return made;
}

size_t strict_fwrite(const void *from, size_t size, size_t count, FILE *file)
{
    check_bytes(file);
    reads(from, size * count);
    check_known(from, size * count, "fwrite");
    return fwrite(from, size, count, file);
}

size_t strict_fread(void *to, size_t size, size_t count, FILE *file)
{
    check_input(file);
    writes(to, size * count);
    long before = ftell(file);
    size_t done = fread(to, size, count, file);
    make_known(to, size * done);
    long partly = before < 0 || size < 2 || done == count ? 0 : ftell(file) - before - (long)(size * done);
    if (partly > 0)
        make_unspecified((char *)to + size * done, size, PARTIAL_RULE);
    return done;
}

int strict_wprintf(const wchar_t *format, ...)
{
    va_list list;
    check_wide(stdout);
    va_start(list, format);
    int made = vwprintf(format, list);
    va_end(list);
    return made;
}

int strict_fwprintf(FILE *file, const wchar_t *format, ...)
{
    va_list list;
    check_wide(file);
    va_start(list, format);
    int made = vfwprintf(file, format, list);
    va_end(list);
    return made;
}

/* ------------------------------------------------------------------ input by format (7.21.6.2) */

#define SCAN_TYPE_RULE "C11 7.21.6.2p10: argument of the wrong type for its conversion"
#define SCAN_RANGE_RULE "C11 7.21.6.2p10: a scanned value that its object cannot represent"

/* One conversion that stores: what the library is given in place of the program's object. */
struct conversion {
    char kind, size; /* 'q' for ll, 'H' for hh */
    ulong width;
    void *target;
    union {
        intmax_t integer;
        float single;
        double real;
        long double extended;
        void *pointer;
        char *text;
    } made;
};
enum { CONVERSIONS = 16 };

static ulong bytes_of(char size)
{
    return size == 'H' ? 1 : size == 'h' ? 2 : size ? 8 : 4;
}

/* The name of the type that a conversion's argument must have; NULL for any. */
static const char *scanned_type(const struct conversion *one)
{
    switch (one->kind) {
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': case 'n':
        return one->size == 'H' ? "*c" : one->size == 'h' ? "*short" : one->size == 'q' ? "*long long"
               : one->size ? "*long" : "*int";
    case 'p':
        return NULL;
    case 's': case '[': case 'c':
        return "*c";
    default:
        return one->size == 'L' ? "*long double" : one->size == 'l' ? "*double" : "*float";
    }
}

static void check_scanned_type(const struct conversion *one, const char **types)
{
    ulong length;
    const char *given = next_type(types, &length), *wanted = scanned_type(one);
    if (!given)
        broken(oracle_line, "C11 7.21.6.2p2: fewer arguments than conversions", "%%%c", one->kind);
    int is_long = one->size && strchr("jzt", one->size) && is(given, length, "*long long");
    if (wanted && !is_long && !is(given, length, wanted))
        broken(oracle_line, SCAN_TYPE_RULE, "%%%c and %.*s", one->kind, (int)length, given);
}

/* One conversion specification, from behind its '%'; appends what the library is given to `*end`. NULL for one that is
 * not understood (wide characters, positions, allocation). */
static const char *take_conversion(const char *at, struct conversion *one, char **end, int *stores)
{
    const char *start = at;
    int suppressed = *at == '*';
    at += suppressed;
    one->width = strtoul(at, (char **)&at, 10);
    const char *modifier = at;
    one->size = 0;
    for (; *at && strchr("hljztqL", *at); at++)
        one->size = *at == 'l' && one->size == 'l' ? 'q' : *at == 'h' && one->size == 'h' ? 'H' : *at;
    const char *behind = at;
    one->kind = *at++;
    if (!one->kind || !strchr("diouxXaAeEfFgGcs[pn%", one->kind) || (one->size && strchr("cs[", one->kind)))
        return NULL;
    if (one->kind == '[') {
        at += *at == '^';
        at += *at == ']';
        at = strchr(at, ']');
        if (!at)
            broken(oracle_line, "C11 7.21.6.2p13: invalid conversion specification", "%%[ without ]");
        at++;
    }
    *stores = !suppressed && one->kind != '%';
    int integer = strchr("diouxXn", one->kind) != NULL;
    *(*end)++ = '%';
    memcpy(*end, start, modifier - start);
    *end += modifier - start;
    if (*stores && integer)
        *(*end)++ = 'j';
    else if (*stores && strchr("s[", one->kind))
        *(*end)++ = 'm';
    else {
        memcpy(*end, modifier, behind - modifier);
        *end += behind - modifier;
    }
    memcpy(*end, behind, at - behind);
    *end += at - behind;
    return at;
}

static void store_scanned(const struct conversion *one, int overflowed)
{
    ulong size = bytes_of(one->size);
    intmax_t value = one->made.integer;
    switch (one->kind) {
    case 'd': case 'i': case 'n': {
        intmax_t most = size == 8 ? INTMAX_MAX : (intmax_t)((1UL << (8 * size - 1)) - 1);
        if (value > most || value < -most - 1 || (overflowed && size == 8 && (value == INTMAX_MAX || value == INTMAX_MIN)))
            broken(oracle_line, SCAN_RANGE_RULE, "%%%c", one->kind);
        break;
    }
    case 'u': case 'o': case 'x': case 'X': {
        ulong bits = value, most = size == 8 ? ~0UL : (1UL << 8 * size) - 1;
        if ((bits > most && -bits > most) || (overflowed && size == 8 && bits == ~0UL))
            broken(oracle_line, SCAN_RANGE_RULE, "%%%c", one->kind);
        break;
    }
    case 'c':
        size = one->width ? one->width : 1;
        object_written(one->target, size);
        memcpy(one->target, one->made.text, size);
        return;
    case 's': case '[':
        size = strlen(one->made.text) + 1;
        object_written(one->target, size);
        memcpy(one->target, one->made.text, size);
        return;
    case 'p':
        size = sizeof(void *);
        break;
    default:
        size = one->size == 'L' ? sizeof(long double) : one->size == 'l' ? sizeof(double) : sizeof(float);
    }
    written(one->target, size);
    memcpy(one->target, &one->made, size);
}

/* From `text`, or from `file` where that is NULL: scanned to objects of ours, and stored from there under watch. */
static int scan(const char *text, FILE *file, const char *format, const char *types, va_list list)
{
    struct conversion all[CONVERSIONS] = {0};
    void *to[CONVERSIONS] = {0};
    string(format, "scanf");
    ulong count = 0, length = text ? string(text, "sscanf") : 0;
    char *changed = malloc(2 * strlen(format) + 1), *end = changed;
    va_list kept;
    va_copy(kept, list);
    for (const char *at = format; at && *at;) {
        int stores = 0;
        if (*at != '%') {
            *end++ = *at++;
            continue;
        }
        struct conversion one = {0};
        at = count < CONVERSIONS ? take_conversion(at + 1, &one, &end, &stores) : NULL;
        if (!at || !stores)
            continue;
        if (types)
            check_scanned_type(&one, &types);
        one.target = va_arg(list, void *);
        one.made.integer = INTMAX_MIN;
        all[count] = one;
        if (one.kind == 'c')
            all[count].made.text = malloc(one.width + 1);
        to[count] = one.kind == 'c' ? (void *)all[count].made.text : (void *)&all[count].made;
        count++;
        if (!at)
            break;
    }
    *end = 0;
    int understood = end - changed >= (long)strlen(format);
    if (!understood) {
        int done = text ? vsscanf(text, format, kept) : vfscanf(file, format, kept);
        for (ulong i = 0; i < count; i++)
            opaque(all[i].target, 0);
        va_end(kept);
        return done;
    }
    va_end(kept);
    errno = 0;
#define TO to[0], to[1], to[2], to[3], to[4], to[5], to[6], to[7], to[8], to[9], to[10], to[11], to[12], to[13], to[14], to[15]
    int done = text ? sscanf(text, changed, TO) : fscanf(file, changed, TO);
#undef TO
    int overflowed = errno == ERANGE, assigned = 0;
    for (ulong i = 0; i < count; i++) {
        struct conversion *one = &all[i];
        if (one->kind == 'n' ? one->made.integer == INTMAX_MIN : assigned++ >= done)
            continue;
        uintptr_t target = (uintptr_t)one->target;
        if (text && target >= (uintptr_t)text && target <= (uintptr_t)text + length)
            broken(oracle_line, "C11 7.21.6.7p2: sscanf between objects that overlap", "");
        store_scanned(one, overflowed);
    }
    free(changed);
    return done;
}

int strict_sscanf(const char *text, const char *format, ...)
{
    const char *types = rest(2);
    FORMATTED(int, scan(text, NULL, format, types, list));
}

int strict_fscanf(FILE *file, const char *format, ...)
{
    const char *types = rest(2);
    check_input(file);
    FORMATTED(int, scan(NULL, file, format, types, list));
}

int strict_scanf(const char *format, ...)
{
    const char *types = rest(1);
    check_input(stdin);
    FORMATTED(int, scan(NULL, stdin, format, types, list));
}

int strict_vsscanf(const char *text, const char *format, va_list list)
{
    list_passed(list);
    return scan(text, NULL, format, list_types(list), list);
}

int strict_vfscanf(FILE *file, const char *format, va_list list)
{
    list_passed(list);
    check_input(file);
    return scan(NULL, file, format, list_types(list), list);
}
