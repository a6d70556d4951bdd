/* Signals, time, locales, wide characters and rounding as the strict build calls them. See library.c. */
/* ------------------------------------------------------------------ signals (7.14) */

static volatile sig_atomic_t raising; /* raise is declared to call nothing of ours */

int strict_raise(int number)
{
    if (raising)
        broken(oracle_line, "C11 7.14.1.1p4: a signal handler that raise called calls raise", "signal %d", number);
    raising = 1;
    int done = raise(number);
    raising = 0;
    return done;
}

static void left_handler(void)
{
    raising = 0;
}

/* ------------------------------------------------------------------ time and locales */

#define RANGE_RULE "C11 7.27.3.1p3: asctime of a time outside the normal ranges"

char *strict_asctime(const struct tm *when)
{
    check_access((uintptr_t)when, sizeof *when, 0, oracle_line);
    if (when->tm_wday < 0 || when->tm_wday > 6 || when->tm_mon < 0 || when->tm_mon > 11 || when->tm_mday < 1
        || when->tm_mday > 31 || when->tm_hour < 0 || when->tm_hour > 23 || when->tm_min < 0 || when->tm_min > 59
        || when->tm_sec < 0 || when->tm_sec > 60 || when->tm_year > 9999 - 1900 || when->tm_year < 1000 - 1900)
        broken(oracle_line, RANGE_RULE, "");
    return asctime(when);
}

/* What is left in an array that turned out too small has no value. */
static void filled(void *to, ulong size, int fitted)
{
    if (!size)
        return;
    check_access((uintptr_t)to, size, 1, oracle_line);
    if (fitted)
        make_known(to, strlen(to) + 1);
    else
        make_unknown(to, size);
}

/* A member outside of its normal range makes unspecified what is written for it (7.27.3.5p3). */
static void check_time(const char *format, const struct tm *when)
{
    static const struct { const char *conversions; ulong member; int low, high; } ranges[] = {
        {"bBhmcDFx", offsetof(struct tm, tm_mon), 0, 11},  {"deDFcx", offsetof(struct tm, tm_mday), 1, 31},
        {"HIprcRTX", offsetof(struct tm, tm_hour), 0, 23},   {"MrcRTX", offsetof(struct tm, tm_min), 0, 59},
        {"SrcTX", offsetof(struct tm, tm_sec), 0, 60},       {"aAuwcUWVgG", offsetof(struct tm, tm_wday), 0, 6},
        {"jUWVgG", offsetof(struct tm, tm_yday), 0, 365},
    };
    for (const char *at = format; *at; at++) {
        if (*at != '%')
            continue;
        at++;
        at += strspn(at, "_-0^#EO123456789");
        if (!*at)
            return;
        for (ulong i = 0; i < sizeof ranges / sizeof *ranges; i++) {
            int value = *(const int *)((const char *)when + ranges[i].member);
            if (strchr(ranges[i].conversions, *at)
                && (value < ranges[i].low || value > ranges[i].high))
                broken(oracle_line, "C11 7.27.3.5p3: strftime of a time outside the normal ranges", "%%%c of %d", *at, value);
        }
    }
}

size_t strict_strftime(char *to, size_t size, const char *format, const struct tm *when)
{
    string(format, "strftime");
    reads(when, sizeof *when);
    check_time(format, when);
    size_t length = strftime(to, size, format, when);
    filled(to, size, length > 0 || !*format);
    return length;
}

size_t strict_strxfrm(char *to, const char *from, size_t size)
{
    size_t length = strxfrm(to, from, size);
    filled(to, size, length < size);
    return length;
}

char *strict_setlocale(int category, const char *name)
{
    return owned_text(setlocale(category, name));
}

struct lconv *strict_localeconv(void)
{
    struct lconv *made = localeconv();
    return owned(made, sizeof *made);
}

/* ------------------------------------------------------------------ wide strings (7.29.4) */

static ulong wide_length(const wchar_t *text, ulong most)
{
    ulong length = 0;
    if (!text)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for a wide string");
    for (; length < most; length++) {
        reads(text + length, sizeof *text);
        check_known(text + length, sizeof *text, "a wide string");
        if (!text[length])
            break;
    }
    return length;
}

static void wide_written(wchar_t *to, ulong count)
{
    check_room(to, count * sizeof *to);
    writes(to, count * sizeof *to);
    make_known(to, count * sizeof *to);
}

static void wide_apart(const wchar_t *to, ulong count, const wchar_t *from, ulong other)
{
    apart(to, count * sizeof *to, from, other * sizeof *from);
}

size_t strict_wcslen(const wchar_t *text)
{
    return wide_length(text, ~0UL >> 3);
}

wchar_t *strict_wcscpy(wchar_t *to, const wchar_t *from)
{
    ulong count = wide_length(from, ~0UL >> 3) + 1;
    wide_apart(to, count, from, count);
    wide_written(to, count);
    return wcscpy(to, from);
}

wchar_t *strict_wcsncpy(wchar_t *to, const wchar_t *from, size_t count)
{
    ulong length = wide_length(from, count);
    wide_apart(to, count, from, length < count ? length + 1 : count);
    wide_written(to, count);
    return wcsncpy(to, from, count);
}

wchar_t *strict_wcscat(wchar_t *to, const wchar_t *from)
{
    ulong before = wide_length(to, ~0UL >> 3), more = wide_length(from, ~0UL >> 3) + 1;
    check_room(to, (before + more) * sizeof *to);
    wide_apart(to, before + more, from, more);
    wide_written(to + before, more);
    return wcscat(to, from);
}

wchar_t *strict_wmemcpy(wchar_t *to, const wchar_t *from, size_t count)
{
    if (to != from)
        wide_apart(to, count, from, count);
    return strict_memcpy(to, from, count * sizeof *to);
}

wchar_t *strict_wmemmove(wchar_t *to, const wchar_t *from, size_t count)
{
    return strict_memmove(to, from, count * sizeof *to);
}

wchar_t *strict_wmemset(wchar_t *to, wchar_t value, size_t count)
{
    if (!to)
        broken(oracle_line, ARGUMENT_RULE, "null pointer for wmemset");
    wide_written(to, count);
    return wmemset(to, value, count);
}

/* A conversion goes on from the state that it is given (7.29.6p3). */
static void check_state(mbstate_t *state)
{
    if (!state)
        return;
    writes(state, sizeof *state);
    check_known(state, sizeof *state, "a conversion state");
}

size_t strict_mbrtowc(wchar_t *to, const char *from, size_t size, mbstate_t *state)
{
    check_state(state);
    if (to && from)
        written(to, sizeof *to);
    return mbrtowc(to, from, size, state);
}

size_t strict_mbrlen(const char *from, size_t size, mbstate_t *state)
{
    check_state(state);
    return mbrlen(from, size, state);
}

size_t strict_wcrtomb(char *to, wchar_t from, mbstate_t *state)
{
    check_state(state);
    char made[MB_LEN_MAX];
    size_t length = wcrtomb(to ? made : NULL, from, state);
    if (to && length != (size_t)-1) {
        object_written(to, length);
        memcpy(to, made, length);
    }
    return length;
}

/* ------------------------------------------------------------------ rounding (7.6, 7.12.9) */

int strict_fesetround(int mode)
{
    if (mode != FE_TONEAREST && !getenv("ORACLE_FENV_ACCESS"))
        broken(oracle_line, "C11 7.6.1p2: another rounding mode where the pragma FENV_ACCESS is off", "");
    return fesetround(mode);
}

#define ROUNDED(name, type, value) \
    type strict_##name(value x) \
    { \
        if (!(x >= -0x1p63f && x < 0x1p63f)) \
            broken(oracle_line, "C11 7.12.9: the result of " #name " for a value that it cannot represent is unspecified", ""); \
        return name(x); \
    }

ROUNDED(lround, long, double)
ROUNDED(lrint, long, double)
ROUNDED(llround, long long, double)
ROUNDED(llrint, long long, double)
ROUNDED(lroundf, long, float)
ROUNDED(lrintf, long, float)
ROUNDED(llroundf, long long, float)
ROUNDED(llrintf, long long, float)
ROUNDED(lroundl, long, long double)
ROUNDED(lrintl, long, long double)
ROUNDED(llroundl, long long, long double)
ROUNDED(llrintl, long long, long double)
