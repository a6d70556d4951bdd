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
    uint8_t kind, state, is_volatile, is_literal, clobbered;
    uint32_t room; /* of the whole block, in units of 16 bytes */
};

extern ulong oracle_line;

_Noreturn void broken(ulong line, const char *rule, const char *format, ...);
struct cell *cells_at(uintptr_t address);
struct object *object_at(uintptr_t address);
void *allocate(ulong size, ulong align, ulong type, int kind, ulong line);
void release(void *pointer, ulong line, const char *function);
void check_access(uintptr_t address, ulong size, int writes, ulong line);
void check_known(const void *address, ulong size, const char *what);
void make_known(const void *address, ulong size);
void make_unknown(const void *address, ulong size);
void check_room(const void *address, ulong size);
void check_stream(void *stream);
void check_bytes(void *stream);
void left_handler(void);
void list_passed(const void *list);
void copy_cells(void *to, const void *from, ulong size);
void opaque(const void *address, int depth);
const char *taken_types(void);
const char *list_types(const void *list);
int backwards(void);

#define FOREACH_CELL(cell, address, size) \
    for (ulong i_ = 0; i_ < (size); i_++) \
        for (struct cell *cell = cells_at((uintptr_t)(address) + i_); cell; cell = NULL)

#endif
