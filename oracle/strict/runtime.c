/* Objects, their cells, and the checks of every access. See runtime.h. */
#define ARENA_BYTES (1UL << 31)
#define FRESH_BYTES (48UL << 20) /* of the arena, before ended objects are used again */
#define LARGEST (8UL << 20)      /* larger objects have no cells */
#define UNIT 16
#define HEADER_UNITS ((sizeof(struct object) + UNIT - 1) / UNIT)

#define OUTSIDE_RULE "C11 6.5.6p8: access outside of an object"
#define FREED_RULE "C11 6.2.4p2: object used after its lifetime (freed)"
#define ENDED_RULE "C11 6.2.4p2: object used after its lifetime ended"
#define NULL_RULE "C11 6.5.3.2p4: null pointer dereferenced"
#define VALUE_RULE "C11 6.3.2.1p2, 6.7.9p10: value of an uninitialised object used"
#define BYTES_RULE "C11 6.2.6.1p6-7: unspecified bytes (padding, or another member of a union) used"
#define CONST_RULE "C11 6.7.3p6: object defined with a const-qualified type modified"
#define LITERAL_RULE "C11 6.4.5p7: string literal or constant data modified"
#define OWNED_RULE "C11 7.22.4.6p4, 7.11.1.1p8, 7.11.2.1p8, 7.24.6.2p4: what the library returned a pointer to modified"
#define LITERALS_RULE "C11 6.5.2.5p7: whether compound literals of const type are distinct is unspecified"
#define ALIAS_RULE "C11 6.5p7: object accessed through an lvalue of an incompatible type"

static ulong oracle_line;

static char *arena, *next;
static int downwards; /* where objects lie is unspecified: later ones lie below earlier ones */
static struct cell *arena_cells;

/* ------------------------------------------------------------------ the report */

static _Noreturn void broken(ulong line, const char *rule, const char *format, ...)
{
    char text[600];
    va_list list;
    fflush(stdout);
    int length = snprintf(text, 300, "\n[strict] %lu|%s|", line, rule);
    va_start(list, format);
    length += vsnprintf(text + length, 250, format, list);
    va_end(list);
    if (length > 550)
        length = 550;
    text[length++] = '\n';
    if (write(2, text, length) < 0)
        _exit(96);
    _exit(95);
}

/* ------------------------------------------------------------------ cells */

static void prepare(void)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    arena = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE, flags, -1, 0);
    arena_cells = mmap(NULL, ARENA_BYTES * sizeof(struct cell), PROT_READ | PROT_WRITE, flags, -1, 0);
    if (arena == MAP_FAILED || arena_cells == MAP_FAILED)
        broken(0, "", "no memory for the arena");
    downwards = getenv("ORACLE_PLACEMENT") != NULL;
    next = downwards ? arena + ARENA_BYTES - UNIT : arena + UNIT;
}

#define PAGE 4096
#define BUCKETS 65536
static struct page {
    uintptr_t number;
    struct cell *cells;
    struct page *behind;
} *pages[BUCKETS];

static struct cell *page_cells(uintptr_t address, int make)
{
    static struct page *last;
    uintptr_t number = address / PAGE;
    if (last && last->number == number)
        return last->cells + address % PAGE;
    struct page **bucket = &pages[number % BUCKETS];
    for (struct page *page = *bucket; page; page = page->behind)
        if (page->number == number) {
            last = page;
            return page->cells + address % PAGE;
        }
    if (!make)
        return NULL;
    struct page *page = malloc(sizeof *page);
    *page = (struct page){number, malloc(PAGE * sizeof(struct cell)), *bucket};
    for (int i = 0; i < PAGE; i++)
        page->cells[i] = (struct cell){.known = 0xff};
    *bucket = last = page;
    return page->cells + address % PAGE;
}

static inline int in_arena(uintptr_t address)
{
    return address - (uintptr_t)arena < ARENA_BYTES;
}

/* NULL for memory that is nobody's business. */
static struct cell *cells_at(uintptr_t address)
{
    if (in_arena(address))
        return arena_cells + (address - (uintptr_t)arena);
    return page_cells(address, 0);
}

static inline struct object *object_of(const struct cell *cell)
{
    return cell && cell->object ? (struct object *)(arena + (ulong)cell->object * UNIT) : NULL;
}

static struct object *object_at(uintptr_t address)
{
    return object_of(cells_at(address));
}

/* ------------------------------------------------------------------ objects */

static void paint(uintptr_t at, ulong index, const struct cell *base, int is_union)
{
    const struct type *type = &oracle_types[index];
    struct cell cell = *base;
    if (type->readonly && !is_union) /* the other members of a union may be modified */
        cell.part |= READONLY;
    switch (type->kind) {
    case SCALAR:
        if (!is_union && type->class) {
            cell.class = type->class;
            cell.part |= FIXED;
        }
        for (ulong i = 0; i < type->size; i++) {
            struct cell *one = cells_at(at + i);
            *one = cell;
            one->part |= is_union ? 0 : i & PART;
        }
        break;
    case ARRAY:
        if (type->count == 0)
            break;
        ulong step = oracle_types[type->used].size;
        paint(at, type->used, &cell, is_union);
        if (in_arena(at)) {
            struct cell *first = cells_at(at);
            for (ulong done = step; done < type->size;) {
                ulong more = done < type->size - done ? done : type->size - done;
                memcpy(first + done, first, more * sizeof *first);
                done += more;
            }
        } else
            for (ulong i = 1; i < type->count; i++)
                paint(at + i * step, type->used, &cell, is_union);
        break;
    default:
        for (ulong i = 0; i < type->size; i++)
            *cells_at(at + i) = cell;
        for (ulong i = 0; i < type->count; i++) {
            const struct member *member = &type->members[i];
            struct cell inner = cell;
            if (member->width) {
                if (oracle_types[member->type].readonly && !is_union && type->kind != UNION)
                    for (ulong b = member->bit / 8; b <= (member->bit + member->width - 1) / 8; b++)
                        cells_at(at + b)->part |= READONLY;
                continue;
            }
            paint(at + member->offset, member->type, &inner, is_union || type->kind == UNION);
        }
    }
}

/* Blocks of ended objects by size, oldest first. */
#define SIZES 256
static struct block { struct block *behind; } *first_ended[SIZES], *last_ended[SIZES];

static struct object *block_of(ulong units)
{
    ulong used = downwards ? arena + ARENA_BYTES - next : next - arena;
    if (used > FRESH_BYTES && units < SIZES && first_ended[units]) {
        struct block *block = first_ended[units];
        first_ended[units] = block->behind;
        return (struct object *)((char *)block - sizeof(struct object));
    }
    if (used + units * UNIT + UNIT > ARENA_BYTES)
        return NULL;
    if (downwards)
        return (struct object *)(next -= units * UNIT);
    struct object *made = (struct object *)next;
    next += units * UNIT;
    return made;
}

static void give_back(struct object *object)
{
    if (object->room >= SIZES || object->start - (uintptr_t)object > 4096 || object->room * UNIT < sizeof *object + 2 * UNIT)
        return;
    struct block *block = (struct block *)(object + 1);
    block->behind = NULL;
    if (first_ended[object->room])
        last_ended[object->room]->behind = block;
    else
        first_ended[object->room] = block;
    last_ended[object->room] = block;
}

static void *allocate(ulong size, ulong align, ulong type, int kind, ulong line)
{
    if (!arena)
        prepare();
    if (align < UNIT)
        align = UNIT;
    ulong before = sizeof(struct object) + UNIT + align;
    ulong units = (before + size + 2 * UNIT + UNIT - 1) / UNIT;
    struct object *object = block_of(units);
    if (!object)
        return NULL;
    uintptr_t start = ((uintptr_t)object + sizeof *object + UNIT + align - 1) / align * align;
    *object = (struct object){.start = start, .size = size, .type = type, .line = line, .kind = kind, .room = units};
    struct cell outside = {.object = ((char *)object - arena) / UNIT, .part = OUTSIDE};
    uintptr_t from = (uintptr_t)(object + 1), end = (uintptr_t)object + units * UNIT;
    if (size > LARGEST) {
        outside.part = 0;
        outside.known = 0xff;
        outside.object = 0;
        for (uintptr_t at = from; at < start; at++)
            *cells_at(at) = outside;
        outside.object = ((char *)object - arena) / UNIT;
        for (uintptr_t at = start; at < start + size; at++)
            *cells_at(at) = outside;
        return (void *)start;
    }
    for (uintptr_t at = from; at < start; at++)
        *cells_at(at) = outside;
    for (uintptr_t at = start + size; at < end; at++)
        *cells_at(at) = outside;
    struct cell inside = {.object = outside.object};
    if (type)
        paint(start, type, &inside, 0);
    else
        for (ulong i = 0; i < size; i++)
            *cells_at(start + i) = inside;
    return (void *)start;
}

static const char *rule_of_state(const struct object *object)
{
    return object->state == FREED ? FREED_RULE : ENDED_RULE;
}

static void release(void *pointer, ulong line, const char *function)
{
    uintptr_t address = (uintptr_t)pointer;
    struct object *object = in_arena(address) ? object_at(address) : NULL;
    if (!in_arena(address)) {
        struct object *other = object_at(address);
        if (other)
            broken(line, "C11 7.22.3.3p2: free of memory that was not allocated", "%s of a static object", function);
        extern char __executable_start, end;
        if (address >= (uintptr_t)&__executable_start && address < (uintptr_t)&end)
            broken(line, "C11 7.22.3.3p2: free of memory that was not allocated", "%s of static data", function);
        return;
    }
    if (!object || object->start != address || object->kind != ALLOCATED)
        broken(line, "C11 7.22.3.3p2: free of memory that was not allocated", "%s", function);
    if (object->state != ALIVE)
        broken(line, "C11 7.22.3.3p2: memory freed twice", "%s", function);
    object->state = FREED;
    give_back(object);
}

/* ------------------------------------------------------------------ frames */

struct frame {
    ulong serial;
    ulong mark;
    const char *types;
};
static uint32_t *living; /* automatic objects, innermost last */
static ulong living_count, living_room;
static ulong serial;
static ulong *frames; /* serials of the frames that are active */
static ulong frame_count, frame_room;
static const char *passed_types;

static struct list {
    uintptr_t list;
    const char *types;
    ulong serial;
    int open;
    ulong spender; /* of the other function's frame that took arguments from it; ~0 for the library */
} lists[256];
static ulong list_count;

static void check_lists(ulong of);

static void adopt(struct object *object)
{
    if (living_count == living_room)
        living = realloc(living, (living_room = living_room * 2 + 1024) * sizeof *living);
    living[living_count++] = ((char *)object - arena) / UNIT;
}

/* Which bits of the record that a function returned last have a value. */
static struct { uint8_t *known; ulong size, room; } result_bits;

void oracle_types_passed(const char *types)
{
    passed_types = types;
}

static const char *taken_types(void)
{
    const char *types = passed_types;
    passed_types = NULL;
    return types;
}

void oracle_enter(struct frame *frame, void (*register_globals)(void))
{
    static int started;
    frame->types = taken_types();
    result_bits.size = 0;
    if (!started) {
        started = 1;
        if (!arena)
            prepare();
        setvbuf(stdout, NULL, _IOFBF, 1 << 16);
        register_globals();
    }
    frame->serial = ++serial;
    frame->mark = living_count;
    if (frame_count == frame_room)
        frames = realloc(frames, (frame_room = frame_room * 2 + 1024) * sizeof *frames);
    frames[frame_count++] = frame->serial;
}

void oracle_leave(struct frame *frame)
{
    while (living_count > frame->mark) {
        struct object *object = (struct object *)(arena + (ulong)living[--living_count] * UNIT);
        if (object->kind == AUTOMATIC && object->state == ALIVE) {
            object->state = ENDED;
            give_back(object);
        }
    }
    while (frame_count && frames[frame_count - 1] >= frame->serial)
        frame_count--;
    check_lists(frame->serial);
}

static void check_lists(ulong of)
{
    while (list_count && lists[list_count - 1].serial >= of)
        if (lists[--list_count].open)
            broken(oracle_line, "C11 7.16.1p1: va_start or va_copy without va_end", "");
}

void *oracle_new(ulong type, ulong size, ulong align, ulong flags, ulong line)
{
    void *made = allocate(size, align, type, AUTOMATIC, line);
    if (!made)
        broken(line, "", "no memory for automatic objects");
    struct object *object = object_at((uintptr_t)made);
    object->is_volatile = flags & 1;
    object->is_literal = flags >> 1;
    adopt(object);
    return made;
}

/* The lifetime of a block's object ends; NULL if it never began. */
void oracle_end(const volatile void *start)
{
    if (!start)
        return;
    struct object *object = object_at((uintptr_t)start);
    if (object->state != ALIVE)
        return;
    object->state = ENDED;
    give_back(object);
    while (living_count && ((struct object *)(arena + (ulong)living[living_count - 1] * UNIT))->state == ENDED)
        living_count--;
}

/* A declaration is reached again in the same block: the object is indeterminate, but the same. */
void oracle_reset(const volatile void *start)
{
    struct object *object = object_at((uintptr_t)start);
    struct cell cell = {.object = ((char *)object - arena) / UNIT};
    object->state = ALIVE;
    if (object->size <= LARGEST)
        paint(object->start, object->type, &cell, 0);
}

void oracle_global(void *start, ulong type, ulong flags, ulong line)
{
    if (!oracle_types[type].size || oracle_types[type].size > LARGEST)
        return;
    struct object *object = block_of(HEADER_UNITS);
    *object = (struct object){.start = (uintptr_t)start, .size = oracle_types[type].size, .type = type, .line = line,
                              .kind = STATIC, .is_volatile = flags & 1,
                              .is_literal = flags >> 1, .room = HEADER_UNITS};
    for (ulong i = 0; i < object->size; i++)
        page_cells((uintptr_t)start + i, 1);
    struct cell cell = {.object = ((char *)object - arena) / UNIT, .known = 0xff};
    paint((uintptr_t)start, type, &cell, 0);
}

/* ------------------------------------------------------------------ accesses */

static void check_access(uintptr_t address, ulong size, int writes, ulong line)
{
    if (address < 4096)
        broken(line, NULL_RULE, "%s at address %lu", writes ? "write" : "read", address);
    if (!in_arena(address)) {
        extern char __executable_start, __data_start;
        if (writes && address >= (uintptr_t)&__executable_start && address < (uintptr_t)&__data_start)
            broken(line, LITERAL_RULE, "write to read-only data");
        struct object *object = object_at(address);
        if (object && address + size > object->start + object->size)
            broken(line, OUTSIDE_RULE, "%lu bytes at offset %lu of an object of %lu bytes", size,
                   address - object->start, object->size);
        return;
    }
    for (ulong i = 0; i < size; i += i + 1 < size && i == 0 ? size - 1 : 1) { /* both ends */
        struct cell *cell = cells_at(address + i);
        struct object *object = object_of(cell);
        if (!object)
            broken(line, OUTSIDE_RULE, "%s of memory that is no object's", writes ? "write" : "read");
        if (cell->part & OUTSIDE)
            broken(line, OUTSIDE_RULE, "offset %ld of an object of %lu bytes", (long)(address + i - object->start),
                   object->size);
        if (object->state != ALIVE)
            broken(line, rule_of_state(object), "the object began to live in line %u", object->line);
    }
}

static void check_class(const struct cell *cell, ulong size, ulong class, ulong line)
{
    if (class <= 1)
        return;
    for (ulong i = 0; i < size; i++)
        if (cell[i].class && (cell[i].class != class || (cell[i].part & PART) != (i & PART)))
            broken(line, ALIAS_RULE, "%s read or written as %s", oracle_classes[cell[i].class], oracle_classes[class]);
}

/* A byte without a value beside known bytes of a record is padding, or of a union member that was not stored last. A
 * long double has bytes that hold nothing of the value. */
static int is_partly_known(const struct object *object)
{
    int some = 0;
    const struct type *type = object && object->type ? &oracle_types[object->type] : NULL;
    while (type && type->kind == ARRAY)
        type = &oracle_types[type->used];
    if (type && (type->kind >= STRUCT || type->used < type->size))
        for (ulong i = 0; i < object->size; i++)
            some |= cells_at(object->start + i)->known;
    return some;
}

static void indeterminate(uintptr_t address, ulong line)
{
    struct object *object = object_at(address);
    if (object && object->clobbered)
        broken(line, "C11 7.13.2.1p3: object changed between setjmp and longjmp used", "object of line %u",
               object->line);
    if (object && object->unspecified)
        broken(line, object->unspecified, "object of line %u", object->line);
    uint8_t known = cells_at(address)->known;
    int is_beside_bits = known && known != 0xff; /* of a record with bit-fields that was copied here */
    broken(line, is_beside_bits || is_partly_known(object) ? BYTES_RULE : VALUE_RULE, "byte %ld of an object of %lu bytes",
           object ? (long)(address - object->start) : 0, object ? object->size : 0);
}

static void check_alignment(uintptr_t address, ulong align, ulong line)
{
    if (align > 1 && address % align)
        broken(line, "C11 6.3.2.3p7: pointer not correctly aligned for its type", "%lu bytes beyond", address % align);
}

static void check_pointer(const void *value, ulong line)
{
    if (!in_arena((uintptr_t)value))
        return;
    struct object *object = object_at((uintptr_t)value);
    if (object && object->state != ALIVE)
        broken(line, "C11 6.2.4p2: value of a pointer to an object whose lifetime has ended used",
               "the object began to live in line %u", object->line);
}

/* BY_MEMBER: through a union, where any member may be read. IS_VOLATILE: so is the lvalue. */
enum { BY_MEMBER = 1, IS_POINTER = 2, IS_VOLATILE = 4, ALIGNMENT = 8 }; /* alignment: from that bit on */

static void check_volatile(const struct cell *cell, ulong flags, ulong line)
{
    struct object *object = object_of(cell);
    if (object && object->is_volatile && !(flags & IS_VOLATILE))
        broken(line, "C11 6.7.3p6: volatile object accessed through an lvalue that is not", "object of line %u",
               object->line);
}

const volatile void *oracle_read(const volatile void *place, ulong size, ulong class, ulong flags, ulong line)
{
    uintptr_t address = (uintptr_t)place;
    check_access(address, size, 0, line);
    check_alignment(address, flags >> ALIGNMENT, line);
    if (address % PAGE + size > PAGE && !in_arena(address))
        return place; /* rare: two pages */
    struct cell *cell = cells_at(address);
    if (!cell)
        return place;
    check_volatile(cell, flags, line);
    for (ulong i = 0; i < size; i++)
        if (cell[i].known != 0xff) {
            if (class > 1 && !(flags & BY_MEMBER))
                check_class(cell, size, class, line);
            struct object *object = object_of(cell);
            int some = 0;
            for (ulong k = 0; k < size; k++)
                some |= cell[k].known;
            if (object && !object->clobbered && !object->unspecified && !some && class > 1 && !(flags & BY_MEMBER))
                broken(line, VALUE_RULE, "object of line %u", object->line);
            indeterminate(address + i, line);
        }
    if (!(flags & BY_MEMBER))
        check_class(cell, size, class, line);
    if (flags & IS_POINTER)
        check_pointer(*(void *const volatile *)place, line);
    return place;
}

static const char *readonly_rule(const struct object *object)
{
    return object && object->is_library ? OWNED_RULE : CONST_RULE;
}

static void check_readonly(const struct cell *cell, ulong size, ulong line)
{
    for (ulong i = 0; i < size; i++)
        if (cell[i].part & READONLY)
            broken(line, readonly_rule(object_of(cell)), "object of line %u", object_of(cell)->line);
}

volatile void *oracle_write(volatile void *place, ulong size, ulong class, ulong flags, ulong line)
{
    uintptr_t address = (uintptr_t)place;
    check_access(address, size, 1, line);
    check_alignment(address, flags >> ALIGNMENT, line);
    if (address % PAGE + size > PAGE && !in_arena(address))
        return place;
    struct cell *cell = cells_at(address);
    if (!cell)
        return place;
    check_volatile(cell, flags, line);
    check_readonly(cell, size, line);
    for (ulong i = 0; i < size; i++) {
        if (cell[i].part & FIXED) {
            if (class > 1 && !(flags & BY_MEMBER) && (cell[i].class != class || (cell[i].part & PART) != (i & PART)))
                broken(line, ALIAS_RULE, "%s written as %s", oracle_classes[cell[i].class], oracle_classes[class]);
        } else if (class != 1) {
            cell[i].class = class;
            cell[i].part = (cell[i].part & ~PART) | (i & PART);
        } else
            cell[i].class = 0;
        cell[i].known = 0xff;
    }
    return place;
}

/* The first value of an object: const does not forbid that one. */
void oracle_start(const volatile void *place, ulong size)
{
    FOREACH_CELL(cell, place, size) cell->known = 0xff;
}

static void set_bits(uintptr_t record, ulong bit, ulong width, int check, ulong line)
{
    for (ulong b = bit / 8; b <= (bit + width - 1) / 8; b++) {
        struct cell *cell = cells_at(record + b);
        if (!cell)
            return;
        ulong low = b == bit / 8 ? bit % 8 : 0, high = b == (bit + width - 1) / 8 ? (bit + width - 1) % 8 : 7;
        uint8_t mask = (0xff >> (7 - high)) & (0xff << low);
        if (check) {
            if ((cell->known & mask) != mask)
                broken(line, VALUE_RULE, "a bit-field");
        } else {
            if (cell->part & READONLY)
                broken(line, CONST_RULE, "a bit-field");
            cell->known |= mask;
        }
    }
}

const volatile void *oracle_read_bits(const volatile void *record, ulong bit, ulong width, ulong line)
{
    check_access((uintptr_t)record + bit / 8, (bit % 8 + width + 7) / 8, 0, line);
    set_bits((uintptr_t)record, bit, width, 1, line);
    return record;
}

volatile void *oracle_write_bits(volatile void *record, ulong bit, ulong width, ulong line)
{
    check_access((uintptr_t)record + bit / 8, (bit % 8 + width + 7) / 8, 1, line);
    set_bits((uintptr_t)record, bit, width, 0, line);
    return record;
}

/* ------------------------------------------------------------------ records */

/* A record gets a value as a whole: its padding becomes unspecified (6.2.6.1p6). The clause says so of a store to a single
 * member too, but no compiler is known to make use of that, and clearing a record before its members are set is how
 * programs make all of it known. */
static void forget_padding(uintptr_t at, ulong index)
{
    const struct type *type = &oracle_types[index];
    if (type->kind == ARRAY) {
        ulong step = oracle_types[type->used].size;
        if (oracle_types[type->used].kind != SCALAR)
            for (ulong i = 0; i < type->count; i++)
                forget_padding(at + i * step, type->used);
        return;
    }
    if (type->kind != STRUCT)
        return;
    uint8_t bits[256];
    uint8_t *used = type->size <= sizeof bits ? bits : malloc(type->size);
    memset(used, 0, type->size);
    for (ulong i = 0; i < type->count; i++) {
        const struct member *member = &type->members[i];
        if (member->width)
            for (ulong b = member->bit; b < member->bit + member->width; b++)
                used[b / 8] |= 1 << b % 8;
        else {
            memset(used + member->offset, 0xff, oracle_types[member->type].size);
            forget_padding(at + member->offset, member->type);
        }
    }
    for (ulong i = 0; i < type->size; i++)
        if (used[i] != 0xff) {
            struct cell *cell = cells_at(at + i);
            if (cell)
                cell->known &= used[i];
        }
    if (used != bits)
        free(used);
}

/* A member of a union is stored: the bytes that are not its own become unspecified (6.2.6.1p7). */
void oracle_union(const volatile void *place, ulong size, ulong member_offset, ulong member_size)
{
    for (ulong i = 0; i < size; i++)
        if (i < member_offset || i >= member_offset + member_size) {
            struct cell *cell = cells_at((uintptr_t)place + i);
            if (cell && in_arena((uintptr_t)place))
                cell->known = 0;
        }
}

/* A whole object gets the value of an initializer or of an expression that is no lvalue. */
void oracle_set(const volatile void *place, ulong type, ulong is_first, ulong line)
{
    ulong size = oracle_types[type].size;
    uintptr_t address = (uintptr_t)place;
    if (!size)
        return;
    check_access(address, size, 1, line);
    FOREACH_CELL(cell, address, size)
    {
        if (!is_first && cell->part & READONLY)
            broken(line, CONST_RULE, "object of line %u", object_of(cell)->line);
        cell->known = 0xff;
        if (!(cell->part & FIXED))
            cell->class = 0;
    }
    forget_padding(address, type);
}

void oracle_read_record(const volatile void *place, ulong type, ulong line)
{
    if (oracle_types[type].size)
        check_access((uintptr_t)place, oracle_types[type].size, 0, line);
}

static void copy_cells(void *to, const void *from, ulong size)
{
    uintptr_t target = (uintptr_t)to, source = (uintptr_t)from;
    int backwards = target > source;
    for (ulong k = 0; k < size; k++) {
        ulong i = backwards ? size - 1 - k : k;
        struct cell *cell = cells_at(target + i), *other = cells_at(source + i);
        if (!cell)
            continue;
        cell->known = other ? other->known : 0xff;
        if (!(cell->part & FIXED)) {
            cell->class = other ? other->class : 0;
            cell->part = (cell->part & ~PART) | (other ? other->part & PART : 0);
        }
    }
}

void oracle_copy(const volatile void *to, const volatile void *from, ulong type, ulong is_first, ulong line)
{
    ulong size = oracle_types[type].size;
    uintptr_t target = (uintptr_t)to, source = (uintptr_t)from;
    if (!size)
        return;
    check_access(source, size, 0, line);
    check_access(target, size, 1, line);
    if (target != source && target < source + size && source < target + size)
        broken(line, "C11 6.5.16.1p3: assignment between objects that overlap", "by %ld bytes",
               (long)(target - source));
    if (!is_first)
        FOREACH_CELL(cell, target, size) if (cell->part & READONLY)
            broken(line, CONST_RULE, "object of line %u", object_of(cell)->line);
    copy_cells((void *)target, (const void *)source, size);
    forget_padding(target, type);
}

/* One byte is copied as it is: what it holds does not matter. */
void oracle_copy_byte(const volatile void *to, const volatile void *from, ulong line)
{
    check_access((uintptr_t)from, 1, 0, line);
    check_access((uintptr_t)to, 1, 1, line);
    struct cell *cell = cells_at((uintptr_t)to);
    if (cell)
        check_readonly(cell, 1, line);
    copy_cells((void *)to, (const void *)from, 1);
}

void oracle_overlap(const volatile void *to, ulong size, const volatile void *from, ulong other_size, ulong same,
                    ulong line)
{
    uintptr_t a = (uintptr_t)to, b = (uintptr_t)from;
    if (a < b + other_size && b < a + size && (a != b || !same))
        broken(line, "C11 6.5.16.1p3: assignment between objects that overlap", "not exactly, or of different types");
}

static int holds(ulong index, ulong offset, ulong wanted)
{
    const struct type *type = &oracle_types[index];
    if (offset == 0 && (index == wanted || (type->kind == oracle_types[wanted].kind && type->class == oracle_types[wanted].class)))
        return 1;
    if (type->kind == ARRAY && oracle_types[type->used].size)
        return holds(type->used, offset % oracle_types[type->used].size, wanted);
    if (type->kind == STRUCT || type->kind == UNION)
        for (ulong i = 0; i < type->count; i++) {
            const struct member *member = &type->members[i];
            ulong size = oracle_types[member->type].size;
            if (!member->width && offset >= member->offset && offset < member->offset + (size ? size : ~0UL / 2)
                && holds(member->type, offset - member->offset, wanted))
                return 1;
        }
    return 0;
}

/* `pointer->member`: there must be such a record (declared objects have a type that never changes). */
const volatile void *oracle_record(const volatile void *record, ulong type, ulong align, ulong line)
{
    uintptr_t address = (uintptr_t)record;
    check_alignment(address, align, line);
    if (address < 4096)
        broken(line, NULL_RULE, "member of a record at address %lu", address);
    struct cell *cell = cells_at(address);
    struct object *object = object_of(cell);
    if (type && object && object->type && !(cell->part & OUTSIDE) && object->state == ALIVE) {
        if (!holds(object->type, address - object->start, type))
            broken(line, ALIAS_RULE, "an object of type %s used as %s", oracle_types[object->type].name,
                   oracle_types[type].name);
    }
    return record;
}

/* ------------------------------------------------------------------ pointers */

void oracle_same(const volatile void *left, const volatile void *right, ulong subtracts, ulong line)
{
    struct object *a = object_at((uintptr_t)left), *b = object_at((uintptr_t)right);
    if (!a && left) /* one past the end of a static object */
        a = object_at((uintptr_t)left - 1);
    if (!b && right)
        b = object_at((uintptr_t)right - 1);
    if (a && b && a != b && a->kind == STATIC && b->kind == STATIC
        && ((uintptr_t)left == b->start + b->size || (uintptr_t)right == a->start + a->size))
        return;
    if (a != b && (a || b))
        broken(line,
               subtracts ? "C11 6.5.6p9: pointers to different arrays subtracted"
                         : "C11 6.5.8p5: pointers to different objects compared with < or >",
               "an object of line %u", a ? a->line : b->line);
}

const volatile void *oracle_offset(const volatile void *base, long bytes, ulong line)
{
    struct object *object = object_at((uintptr_t)base);
    if (!object && !base && bytes)
        broken(line, "C11 6.5.6p8: pointer arithmetic on a null pointer", "%ld bytes", bytes);
    if (!object || !in_arena((uintptr_t)base))
        return base;
    uintptr_t result = (uintptr_t)base + bytes;
    if (object->state != ALIVE)
        broken(line, rule_of_state(object), "pointer arithmetic; the object began to live in line %u", object->line);
    if (result < object->start || result > object->start + object->size)
        broken(line, "C11 6.5.6p8: pointer arithmetic outside of an object", "offset %ld of an object of %lu bytes",
               (long)(result - object->start), object->size);
    return base;
}

long oracle_index(long index, ulong length, ulong line)
{
    if (index < 0 || (ulong)index > length)
        broken(line, "C11 6.5.6p8: array index out of bounds", "index %ld of an array of %lu", index, length);
    return index;
}

void oracle_step(long old, long delta, ulong bits, ulong line)
{
    long limit = delta > 0 ? (long)(~0UL >> (65 - bits)) : -(long)(~0UL >> (65 - bits)) - 1;
    if (old == limit)
        broken(line, "C11 6.5p5: signed integer overflow", "%ld stepped by %ld", old, delta);
}

enum { TEXT = 1, CONSTANT = 2 }; /* is_literal: a string literal, a compound literal of const type */

/* Equality of a pointer one past an object with one to the start of another is unspecified (6.5.9p6). */
void oracle_equal(const volatile void *left, const volatile void *right, ulong line)
{
    struct object *a = object_at((uintptr_t)left), *b = object_at((uintptr_t)right);
    if (a && b && a != b && a->is_literal == TEXT && b->is_literal == TEXT
        && !strcmp((const char *)left, (const char *)right))
        broken(line, "C11 6.4.5p7: whether string literals are distinct is unspecified", "==");
    if (a && b && a != b && a->is_literal && b->is_literal && (a->is_literal == CONSTANT || b->is_literal == CONSTANT)) {
        ulong rest = a->start + a->size - (uintptr_t)left, other = b->start + b->size - (uintptr_t)right;
        if (rest && rest <= a->size && other <= b->size && !memcmp((void *)left, (void *)right, rest < other ? rest : other))
            broken(line, LITERALS_RULE, "==");
    }
    if (a && b && a != b
        && (((uintptr_t)left == a->start + a->size && (uintptr_t)right == b->start)
            || ((uintptr_t)right == b->start + b->size && (uintptr_t)left == a->start)))
        broken(line, "C11 6.5.9p6: whether one past an object is the address of another is unspecified", "==");
}

/* ------------------------------------------------------------------ unsequenced accesses (6.5p2) */

struct event {
    ulong from, to; /* in bits */
};

void oracle_event(struct event *events, ulong number, const volatile void *place, ulong bit, ulong width, ulong rivals,
                  ulong line)
{
    ulong from = (ulong)place * 8 + bit, to = from + width;
    for (ulong i = 0; rivals >> i; i++)
        if (rivals >> i & 1 && events[i].from < to && from < events[i].to)
            broken(line, "C11 6.5p2: unsequenced side effects on one object", "or an unsequenced side effect and use");
    events[number] = (struct event){from, to};
}

void oracle_events(struct event *events, ulong count)
{
    memset(events, 0, count * sizeof *events);
}

/* ------------------------------------------------------------------ restrict (6.7.3.1) */

#define RANGES 512
struct restricted {
    ulong serial;
    ulong count;
    struct { uintptr_t from, to; int16_t root; int16_t writes; } ranges[RANGES];
};
static struct restricted *restricted_frames[64];
static ulong restricted_count;

void oracle_restrict(struct frame *frame, const volatile void *place, ulong size, long root, ulong writes, ulong line)
{
    while (restricted_count && restricted_frames[restricted_count - 1]->serial > frame->serial)
        restricted_count--;
    if (!restricted_count || restricted_frames[restricted_count - 1]->serial != frame->serial) {
        if (restricted_count == 64)
            return;
        if (!restricted_frames[restricted_count])
            restricted_frames[restricted_count] = malloc(sizeof(struct restricted));
        restricted_frames[restricted_count]->serial = frame->serial;
        restricted_frames[restricted_count++]->count = 0;
    }
    struct restricted *all = restricted_frames[restricted_count - 1];
    uintptr_t from = (uintptr_t)place, to = from + size;
    int found = 0;
    for (ulong i = 0; i < all->count; i++) {
        if (all->ranges[i].root != root && all->ranges[i].from < to && from < all->ranges[i].to
            && (writes || all->ranges[i].writes))
            broken(line, "C11 6.7.3.1p4: object changed and accessed through two pointers, one of them restrict", "");
        if (all->ranges[i].root == root && all->ranges[i].writes == (int)writes) {
            if (all->ranges[i].from <= from && to <= all->ranges[i].to)
                found = 1;
            else if (all->ranges[i].to == from) {
                all->ranges[i].to = to;
                found = 1;
            }
        }
    }
    if (!found && all->count < RANGES) {
        all->ranges[all->count].from = from;
        all->ranges[all->count].to = to;
        all->ranges[all->count].root = root;
        all->ranges[all->count++].writes = writes;
    }
}

/* ------------------------------------------------------------------ calls */

#define FUNCTIONS 4096
static struct { uintptr_t address; const char *signature; } functions[FUNCTIONS];
static ulong function_count;

void oracle_function(uintptr_t address, const char *signature)
{
    if (function_count < FUNCTIONS) {
        functions[function_count].address = address;
        functions[function_count++].signature = signature;
    }
}

/* `signature` is "result(parameters)" in classes; the parameters of a call without prototype are those promoted. */
void oracle_call(uintptr_t address, const char *signature, ulong line)
{
    if (!address)
        broken(line, "C11 6.5.2.2p1: call through a null pointer", "");
    for (ulong i = 0; i < function_count; i++)
        if (functions[i].address == address) {
            if (strcmp(functions[i].signature, signature))
                broken(line, "C11 6.5.2.2p9: function called through a type that is not its own", "%s called as %s",
                       functions[i].signature, signature);
            return;
        }
}

void oracle_give(const volatile void *place, ulong size)
{
    if (size > result_bits.room)
        result_bits.known = realloc(result_bits.known, result_bits.room = size);
    result_bits.size = size;
    memset(result_bits.known, 0xff, size);
    for (ulong i = 0; i < size; i++) {
        struct cell *cell = cells_at((uintptr_t)place + i);
        if (cell)
            result_bits.known[i] = cell->known;
    }
}

void oracle_take(const volatile void *place, ulong size)
{
    for (ulong i = 0; result_bits.size == size && i < size; i++) {
        struct cell *cell = cells_at((uintptr_t)place + i);
        if (cell)
            cell->known &= result_bits.known[i];
    }
    result_bits.size = 0;
}

static int no_value; /* the function that returned last: 1 without a value, 2 with the address of its own object */

void oracle_fell_off(void)
{
    no_value = 1;
}

void oracle_returns(struct frame *frame, const volatile void *pointer)
{
    struct object *object = in_arena((uintptr_t)pointer) ? object_at((uintptr_t)pointer) : NULL;
    no_value = 0;
    if (object && object->kind == AUTOMATIC)
        for (ulong i = frame->mark; i < living_count; i++)
            if ((struct object *)(arena + (ulong)living[i] * UNIT) == object)
                no_value = 2;
}

void oracle_returns_value(void)
{
    no_value = 0;
}

void oracle_value_used(ulong line)
{
    int kind = no_value;
    no_value = 0;
    if (kind == 1)
        broken(line, "C11 6.9.1p12: value of a function used that returned none", "");
    if (kind == 2)
        broken(line, "C11 6.2.4p2: value of a pointer to an object whose lifetime has ended used", "returned");
}

/* ------------------------------------------------------------------ setjmp */

static struct jump {
    uintptr_t buffer;
    ulong serial;
    ulong mark, count;
    char *values;
    struct jump *behind;
} *jumps;

static struct jump *jump_of(const void *buffer)
{
    for (struct jump *jump = jumps; jump; jump = jump->behind)
        if (jump->buffer == (uintptr_t)buffer)
            return jump;
    return NULL;
}

static ulong copy_or_compare(struct jump *jump, int compares)
{
    ulong size = 0;
    for (ulong i = jump->mark; i < jump->mark + jump->count && i < living_count; i++) {
        struct object *object = (struct object *)(arena + (ulong)living[i] * UNIT);
        if (object->is_volatile || object->size > LARGEST)
            continue;
        if (compares && object->state == ALIVE && memcmp(jump->values + size, (void *)object->start, object->size)) {
            FOREACH_CELL(cell, object->start, object->size) cell->known = 0;
            object->clobbered = 1;
        } else if (!compares) {
            jump->values = realloc(jump->values, size + object->size + 1);
            memcpy(jump->values + size, (void *)object->start, object->size);
        }
        size += object->size;
    }
    return size;
}

void oracle_setjmp(const void *buffer, long result, struct frame *frame)
{
    make_known(buffer, sizeof(jmp_buf));
    struct jump *jump = jump_of(buffer);
    if (result) {
        if (jump)
            copy_or_compare(jump, 1);
        return;
    }
    if (!jump) {
        jump = calloc(1, sizeof *jump);
        jump->buffer = (uintptr_t)buffer;
        jump->behind = jumps;
        jumps = jump;
    }
    jump->serial = frame->serial;
    jump->mark = frame->mark;
    jump->count = living_count - frame->mark;
    copy_or_compare(jump, 0);
}

void oracle_longjmp(const void *buffer, ulong line)
{
    struct jump *jump = jump_of(buffer);
    if (!jump)
        broken(line, "C11 7.13.2.1p2: longjmp without a setjmp", "");
    for (ulong i = frame_count; i-- > 0;)
        if (frames[i] == jump->serial) {
            frame_count = i + 1;
            return;
        }
    broken(line, "C11 7.13.2.1p2: longjmp into a function that has returned", "");
}

/* ------------------------------------------------------------------ variable arguments (7.16.1) */

static struct list *list_at(const void *address, int make)
{
    for (ulong i = 0; i < list_count; i++)
        if (lists[i].list == (uintptr_t)address)
            return &lists[i];
    if (!make || list_count == 256)
        return NULL;
    lists[list_count].list = (uintptr_t)address;
    return &lists[list_count++];
}

/* `skip`: how many of the call's arguments belong to named parameters. */
void oracle_va_start(const void *address, struct frame *frame, ulong skip)
{
    struct list *list = list_at(address, 1);
    if (!list)
        return;
    if (list->open && list->serial == frame->serial)
        broken(oracle_line, "C11 7.16.1.4p3: va_start again without va_end", "");
    const char *types = frame->types;
    for (ulong i = 0; types && i < skip; i++) {
        types = strchr(types, ';');
        types = types ? types + 1 : "";
    }
    *list = (struct list){(uintptr_t)address, types, frame->serial, 1};
}

void oracle_va_copy(const void *to, const void *from)
{
    struct list *source = list_at(from, 0), *list = list_at(to, 1);
    if (list)
        *list = (struct list){(uintptr_t)to, source ? source->types : NULL, serial, 1};
}

void oracle_va_end(const void *address)
{
    struct list *list = list_at(address, 0);
    if (list)
        list->open = 0;
}

#define SPENT_RULE "C11 7.16p3: a list used further that another function took arguments from"

/* The library takes arguments from it: it must not be used further by anybody (7.16p3). */
static void list_passed(const void *address)
{
    struct list *list = list_at(address, 0);
    if (!list)
        return;
    if (list->spender)
        broken(oracle_line, SPENT_RULE, "");
    list->spender = ~0UL;
}

static const char *list_types(const void *address)
{
    struct list *list = list_at(address, 0);
    return list ? list->types : NULL;
}

static int interchangeable(const char *given, ulong length, const char *wanted)
{
    if (length == strlen(wanted) && !strncmp(given, wanted, length))
        return 1;
    /* a pointer to void and one to a character type (7.16.1.1p2) */
    return length >= 2 && given[0] == '*' && wanted[0] == '*'
           && (given[1] == 'v' || given[1] == 'c') && (wanted[1] == 'v' || wanted[1] == 'c') && length == 2
           && strlen(wanted) == 2;
}

/* `parameter`: the list is a parameter of the function, not what a pointer to one leads to. */
void oracle_va_arg(const void *address, const char *wanted, ulong parameter, ulong line)
{
    struct list *list = list_at(address, 0);
    if (!list)
        return;
    ulong here = frame_count ? frames[frame_count - 1] : 0;
    if (list->spender && list->spender != here)
        broken(line, SPENT_RULE, "");
    if (parameter && list->serial != here)
        list->spender = here;
    if (!list->types)
        return;
    if (!list->open)
        broken(line, "C11 7.16.1.1p2: va_arg on a list that is not initialised", "");
    if (!*list->types)
        broken(line, "C11 7.16.1.1p2: va_arg without a next argument", "");
    const char *end = strchr(list->types, ';');
    ulong length = end - list->types;
    if (!interchangeable(list->types, length, wanted))
        broken(line, "C11 7.16.1.1p2: va_arg with a type that is not the argument's", "%.*s taken as %s", (int)length,
               list->types, wanted);
    list->types = end + 1;
}

/* ------------------------------------------------------------------ for the library */

static void check_known(const void *address, ulong size, const char *what)
{
    FOREACH_CELL(cell, address, size) if (cell->known != 0xff)
    {
        struct object *object = object_of(cell);
        const char *rule = is_partly_known(object) ? BYTES_RULE : VALUE_RULE;
        broken(oracle_line, object && object->unspecified ? object->unspecified : rule, "%s", what);
    }
}

static void make_known(const void *address, ulong size)
{
    FOREACH_CELL(cell, address, size)
    {
        cell->known = 0xff;
        if (!(cell->part & FIXED))
            cell->class = 0;
    }
}

static void make_unknown(const void *address, ulong size)
{
    FOREACH_CELL(cell, address, size)
        cell->known = 0;
}

/* What is read there has some value, but nobody says which. */
static void make_unspecified(const void *address, ulong size, const char *rule)
{
    struct object *object = object_at((uintptr_t)address);
    if (object)
        object->unspecified = rule;
    make_unknown(address, size);
}

/* Memory of the library becomes an object that the program must not modify. */
static void take_over(const void *start, ulong size, ulong line)
{
    struct object *object = block_of(HEADER_UNITS);
    if (!object)
        return;
    *object = (struct object){.start = (uintptr_t)start, .size = size, .line = line, .kind = STATIC, .is_library = 1,
                              .room = HEADER_UNITS};
    for (ulong i = 0; i < size; i++)
        *page_cells((uintptr_t)start + i, 1)
            = (struct cell){.object = ((char *)object - arena) / UNIT, .part = READONLY, .known = 0xff};
}

/* The arrays that a function of the library is given to write to, where they are parts of objects. */
#define ROOMS 4
static struct { uintptr_t start; ulong size; } rooms[ROOMS];
static ulong room_count;

void oracle_room(const volatile void *start, ulong size)
{
    if (room_count < ROOMS) {
        rooms[room_count].start = (uintptr_t)start;
        rooms[room_count++].size = size;
    }
}

static void check_room(const void *address, ulong size)
{
    for (ulong i = 0; i < room_count; i++)
        if (rooms[i].start == (uintptr_t)address && size > rooms[i].size)
            broken(oracle_line, OUTSIDE_RULE, "%lu bytes into an array of %lu", size, rooms[i].size);
}

/* A rule that is broken wherever the program comes to this place. */
void oracle_broken(const char *rule, const char *detail, ulong line)
{
    broken(line, rule, "%s", detail);
}

/* An object of temporary lifetime must not be modified (6.2.4p8). */
void oracle_temporary(const volatile void *start, ulong size)
{
    FOREACH_CELL(cell, start, size)
        cell->part |= READONLY;
}

/* Something that is not watched may have changed the object, and those that it points to. */
static void opaque(const void *address, int depth)
{
    struct object *object = object_at((uintptr_t)address);
    if (!object || object->state != ALIVE || object->size > LARGEST)
        return;
    make_known((void *)object->start, object->size);
    for (ulong i = 0; depth && i + 8 <= object->size; i += 8)
        opaque(*(void **)(object->start + i), depth - 1);
}

void oracle_opaque(const volatile void *address)
{
    opaque((const void *)address, 3);
}

void oracle_at(ulong line)
{
    oracle_line = line;
    room_count = 0;
}

/* ------------------------------------------------------------------ the order of evaluation (6.5p3) */

static enum { FORWARDS, BACKWARDS, SHUFFLED } order_kind;
static ulong order_argument;
static int order_read;

/* ORACLE_ORDER: "b N": the first N places backwards; "s SEED": each place as the seed says. */
static void read_order(void)
{
    const char *text = getenv("ORACLE_ORDER");
    order_read = 1;
    if (text && (text[0] == 'b' || text[0] == 's')) {
        order_kind = text[0] == 'b' ? BACKWARDS : SHUFFLED;
        order_argument = strtoul(text + 1, NULL, 10);
    }
}

static int backwards(void)
{
    if (!order_read)
        read_order();
    return order_kind == BACKWARDS && order_argument > oracle_places;
}

/* Which operand of the place comes as number k of n. */
ulong oracle_next(ulong place, ulong k, ulong n)
{
    if (!order_read)
        read_order();
    if (order_kind == BACKWARDS && place < order_argument)
        return n - 1 - k;
    if (order_kind == SHUFFLED) {
        ulong mixed = (place + 1) * 0x9e3779b97f4a7c15UL + order_argument * 0xbf58476d1ce4e5b9UL;
        mixed ^= mixed >> 29;
        return mixed & 64 ? n - 1 - k : k;
    }
    return k;
}
