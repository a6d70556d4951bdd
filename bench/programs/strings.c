/* Words counted, reversed, searched and formatted in a text made up on the spot. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 4000000 };

static char text[SIZE + 1], copy[SIZE + 1];

static const char *find(const char *in, const char *what) {
    for (; *in; in++) {
        const char *a = in, *b = what;
        while (*b && *a == *b) a++, b++;
        if (!*b) return in;
    }
    return NULL;
}

int main(void) {
    unsigned state = 1;
    for (int i = 0; i < SIZE; i++) {
        state = state * 1103515245u + 12345u;
        unsigned pick = state >> 16 & 31;
        text[i] = pick < 26 ? (char)('a' + pick) : pick < 30 ? ' ' : '.';
    }
    long words = 0, letters[26] = {0}, found = 0, digest = 0;
    for (int round = 0; round < 5; round++) {
        int inside = 0;
        for (const char *c = text; *c; c++) {
            if (isalpha((unsigned char)*c)) {
                letters[tolower((unsigned char)*c) - 'a']++;
                words += !inside;
                inside = 1;
            } else
                inside = 0;
        }
        for (const char *at = text; (at = find(at, "abc")) != NULL; at++) found++;
        int length = 0;
        for (const char *c = text; *c; c++)
            if (*c != '.') copy[length++] = *c == ' ' ? '_' : *c;
        copy[length] = 0;
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            char swapped = copy[i];
            copy[i] = copy[j];
            copy[j] = swapped;
        }
        for (int i = 0; i < length; i++) digest = digest * 33 + copy[i];
        text[round * 1000] = 'z';
    }
    char line[64];
    for (int i = 0; i < 200000; i++) {
        snprintf(line, sizeof line, "%d:%s:%x", i, i % 3 ? "yes" : "no", i * 7);
        digest += (long)strlen(line) + line[i % 5];
    }
    printf("%ld %ld %ld %ld\n", words, found, digest, letters[25]);
    return 0;
}
