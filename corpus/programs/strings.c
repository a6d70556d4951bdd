/* String and character literals: escapes, concatenation, prefixes, arrays against pointers, library calls. */
#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char escapes[] = "\a\b\f\n\r\t\v\\\'\"\?\0\1\12\123\x1\x7f\xff\e";
static const char joined[] = "one" " two"
                             " three" "\x41" "BC" "\1" "23";
static const wchar_t wide[] = L"w\u00e9\x1234" L"z";
static const char utf8[] = u8"h\u00e9\u20ac";
static char reverse_buffer[64];

static char *reverse(const char *s) {
    size_t n = strlen(s);
    for (size_t k = 0; k < n; k++) reverse_buffer[n - 1 - k] = s[k];
    reverse_buffer[n] = '\0';
    return reverse_buffer;
}

static unsigned hash(const char *s) {
    unsigned h = 5381;
    while (*s) h = h * 33 ^ (unsigned char)*s++;
    return h;
}

static int count_words(const char *s) {
    int in = 0, n = 0;
    for (; *s; s++) {
        if (isspace((unsigned char)*s)) in = 0;
        else if (!in) in = 1, n++;
    }
    return n;
}

int main(void) {
    printf("%zu:", sizeof escapes);
    for (size_t k = 0; k < sizeof escapes; k++) printf(" %d", escapes[k]);
    printf("\n%zu %s\n", sizeof joined, joined);
    for (size_t k = 0; k < sizeof wide / sizeof *wide; k++) printf("%x ", (unsigned)wide[k]);
    for (size_t k = 0; k < sizeof utf8; k++) printf("%02x ", (unsigned char)utf8[k]);
    printf("\n%d %d %d %d %d %zu %zu\n", 'a', '\'', '"', '\377', L'\u20ac', sizeof 'a', sizeof L'a');
    printf("%c%c %c %s\n", "abc"[1], 2["abc"], *("xyz" + 1), &"skipped"[4]);
    printf("%zu %zu %zu\n", sizeof "abc", sizeof(char[10]), strlen("a\0b"));
    char local[] = "mutable", *copy = local;
    copy[0] = 'M';
    local[sizeof local - 2] += 'Z' - 'z';
    printf("%s %s %u %d\n", local, reverse(local), hash("hello, world"), count_words("  the quick\tbrown\nfox "));
    char buffer[40];
    int n = snprintf(buffer, sizeof buffer, "%5d|%-5d|%05d|%x|%#o", 42, -42, 42, 255, 8);
    printf("%d %s\n", n, buffer);
    printf("%s|%10s|%-6s|%.2s|%c|%%\n", "str", "right", "left", "cut", 'x');
    printf("%d %d %d\n", strcmp("abc", "abd") < 0, memcmp("a\0c", "a\0d", 3) < 0, strncmp("abcdef", "abcxyz", 3));
    strcpy(buffer, "first");
    strcat(buffer, "+second");
    printf("%s %s %d\n", buffer, strchr(buffer, '+'), (int)(strstr(buffer, "sec") - buffer));
    memset(buffer, '-', 5);
    memmove(buffer + 2, buffer + 1, 8);
    printf("%s %ld %d %g\n", buffer, strtol("-0x1f", 0, 16), atoi("  12ab"), strtod("2.5e3", 0));
    const char *lines[3] = {"", "multi\
line", "tab\there"};
    for (int k = 0; k < 3; k++) printf("[%s]", lines[k]);
    printf("\n%s %s\n", __func__, 0 ? "no" : "yes");
    for (const char *p = "walk"; *p; ++p) putchar(toupper((unsigned char)*p));
    puts("");
    return 0;
}
