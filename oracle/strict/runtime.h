/* The abstract machine of C, as far as it can be watched: what the strict build of a program calls.
 *
 * Every byte of an object that the program declared or allocated has a cell: the object it belongs to, the type that
 * it was last stored with (C11 6.5p6), and which of its bits have a value. Memory without a cell (the library's own) may
 * be used freely. The first broken rule is told on standard error, and ends the program.
 */
#ifndef ORACLE_STRICT_RUNTIME_H
#define ORACLE_STRICT_RUNTIME_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef unsigned long ulong;

enum { SCALAR, ARRAY, STRUCT, UNION };

/* Written out for each program (see types.py). `class`: types of one class may access each other's objects. */
struct member {
    uint32_t offset;
    uint32_t type;
    uint32_t bit;   /* first bit from the start of the record */
    uint32_t width; /* in bits; 0: no bit-field */
};
struct type {
    uint64_t size;
    uint8_t kind;
    uint8_t readonly;
    uint16_t class;
    uint32_t used; /* SCALAR: bytes that hold the value; ARRAY: the element's type */
    uint64_t count;
    const struct member *members;
    const char *name;
};
extern const struct type oracle_types[];
extern const char *const oracle_classes[];
extern const ulong oracle_places;
extern const uint32_t oracle_place_lines[];

struct cell {
    uint32_t object; /* 0: none; else where its header is, in units of 16 bytes of the arena */
    uint16_t class;  /* 0: any */
    uint8_t part;    /* which byte of the scalar; flags below */
    uint8_t known;   /* the bits that have a value */
};
enum { READONLY = 0x80, FIXED = 0x40, OUTSIDE = 0x20, PART = 0x1f };

enum { AUTOMATIC, ALLOCATED, STATIC };
enum { ALIVE, ENDED, FREED };

struct object {
    uintptr_t start;
    uint64_t size;
    uint32_t type;
    uint32_t line;
    uint8_t kind, state, is_volatile, is_literal, clobbered, is_library;
    uint32_t room; /* of the whole block, in units of 16 bytes */
    const char *unspecified; /* the rule that leaves open a part of the value; NULL for none */
};

static ulong oracle_line; /* of the call of the library that goes on */

static _Noreturn void broken(ulong line, const char *rule, const char *format, ...);
static struct cell *cells_at(uintptr_t address);
static struct object *object_at(uintptr_t address);
static void *allocate(ulong size, ulong align, ulong type, int kind, ulong line);
static void release(void *pointer, ulong line, const char *function);
static void check_access(uintptr_t address, ulong size, int writes, ulong line);
static void check_known(const void *address, ulong size, const char *what);
static void make_known(const void *address, ulong size);
static void make_unknown(const void *address, ulong size);
static void make_unspecified(const void *address, ulong size, const char *rule);
static void take_over(const void *start, ulong size, ulong line);
static const char *readonly_rule(const struct object *object);
static void check_room(const void *address, ulong size);
static void list_passed(const void *list);
static void copy_cells(void *to, const void *from, ulong size);
static void opaque(const void *address, int depth);
static const char *taken_types(void);
static const char *list_types(const void *list);
static int backwards(void);

#define FOREACH_CELL(cell, address, size) \
    for (ulong i_ = 0; i_ < (size); i_++) \
        for (struct cell *cell = cells_at((uintptr_t)(address) + i_); cell; cell = NULL)

#endif
