/* Streams, signals, time, locales, wide characters and rounding as the strict build calls them. See library.c. */
#define _GNU_SOURCE
#include "runtime.h"

#include <fenv.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

/* ------------------------------------------------------------------ streams (7.21) */

#define CLOSED 64
static FILE *closed[CLOSED];
static ulong closed_count;

static void opened(FILE *stream)
{
    for (ulong i = 0; i < closed_count && i < CLOSED; i++)
        if (closed[i] == stream)
            closed[i] = NULL;
}

void check_stream(void *stream)
{
    for (ulong i = 0; stream && i < closed_count && i < CLOSED; i++)
        if (closed[i] == stream)
            broken(oracle_line, "C11 7.21.3p4: a stream used after it was closed", "");
}

/* The stream takes bytes (7.21.2p4). */
void check_bytes(void *stream)
{
    check_stream(stream);
    if (stream && fwide(stream, 0) > 0)
        broken(oracle_line, "C11 7.21.2p4: a byte output function used on a wide stream", "");
}

static void check_wide(FILE *stream)
{
    check_stream(stream);
    if (fwide(stream, 0) < 0)
        broken(oracle_line, "C11 7.21.2p4: a wide character function used on a byte stream", "");
}

int strict_fclose(FILE *stream)
{
    check_stream(stream);
    closed[closed_count++ % CLOSED] = stream;
    return stream == stderr ? fflush(stream) : fclose(stream); /* the report goes there */
}

FILE *strict_fopen(const char *name, const char *mode)
{
    FILE *stream = fopen(name, mode);
    opened(stream);
    return stream;
}

FILE *strict_tmpfile(void)
{
    FILE *stream = tmpfile();
    opened(stream);
    return stream;
}

FILE *strict_freopen(const char *name, const char *mode, FILE *old)
{
    FILE *stream = freopen(name, mode, old);
    opened(stream);
    return stream;
}

int strict_fflush(FILE *stream)
{
    check_stream(stream);
    return fflush(stream);
}

int strict_putchar(int c)
{
    check_bytes(stdout);
    return putchar(c);
}

int strict_fputc(int c, FILE *stream)
{
    check_bytes(stream);
    return fputc(c, stream);
}

int strict_putc(int c, FILE *stream)
{
    return strict_fputc(c, stream);
}

int strict_setvbuf(FILE *stream, char *buffer, int mode, size_t size)
{
    check_stream(stream);
    if (buffer && size) {
        check_access((uintptr_t)buffer, size, 1, oracle_line);
        make_unknown(buffer, size); /* "The contents of the array at any time are indeterminate." */
    }
    return setvbuf(stream, NULL, mode, size);
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

int strict_fwprintf(FILE *stream, const wchar_t *format, ...)
{
    va_list list;
    check_wide(stream);
    va_start(list, format);
    int made = vfwprintf(stream, format, list);
    va_end(list);
    return made;
}

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

void left_handler(void)
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

size_t strict_strftime(char *to, size_t size, const char *format, const struct tm *when)
{
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

/* ------------------------------------------------------------------ wide strings (7.29.4) */

static void wide_written(wchar_t *to, ulong count)
{
    check_access((uintptr_t)to, count * sizeof *to, 1, oracle_line);
    check_room(to, count * sizeof *to);
    make_known(to, count * sizeof *to);
}

wchar_t *strict_wcscpy(wchar_t *to, const wchar_t *from)
{
    wide_written(to, wcslen(from) + 1);
    return wcscpy(to, from);
}

wchar_t *strict_wcsncpy(wchar_t *to, const wchar_t *from, size_t count)
{
    wide_written(to, count);
    return wcsncpy(to, from, count);
}

wchar_t *strict_wcscat(wchar_t *to, const wchar_t *from)
{
    ulong before = wcslen(to);
    check_room(to, (before + wcslen(from) + 1) * sizeof *to);
    wide_written(to + before, wcslen(from) + 1);
    return wcscat(to, from);
}

/* ------------------------------------------------------------------ rounding (7.6, 7.12.9) */

int strict_fesetround(int mode)
{
    if (mode != FE_TONEAREST && !getenv("ORACLE_FENV_ACCESS"))
        broken(oracle_line, "C11 7.6.1p2: another rounding mode where the pragma FENV_ACCESS is off", "");
    return fesetround(mode);
}

#define ROUNDED(name, type, value, low, high) \
    type strict_##name(value x) \
    { \
        if (!(x >= low && x < high)) \
            broken(oracle_line, "C11 7.12.9: the result of " #name " for a value that it cannot represent is unspecified", ""); \
        return name(x); \
    }

ROUNDED(lround, long, double, -0x1p63, 0x1p63)
ROUNDED(lrint, long, double, -0x1p63, 0x1p63)
ROUNDED(llround, long long, double, -0x1p63, 0x1p63)
ROUNDED(llrint, long long, double, -0x1p63, 0x1p63)
ROUNDED(lroundf, long, float, -0x1p63f, 0x1p63f)
ROUNDED(lrintf, long, float, -0x1p63f, 0x1p63f)
