/* Loads object files and runs each in a confined child of this process: no linker, no exec, no file.
 *
 *     loader KEY=VALUE...
 *
 *     cpu=S memory=B file=B stack=B user=N     limits of each child, as the launcher's
 *     files=1                                  Landlock: no file can be opened
 *     filter=1                                 seccomp: as the launcher's
 *     output=B wall=MS                         what a child may print, and how long it may take
 *
 * Requests come on descriptor 0, one after the other: a `request`, the name of the function to call, the object file
 * (ELF64 for x86-64, relocatable). Each is answered by an `answer` and what the child printed. The end of the stream
 * ends the loader. What it does not know (copies of a library's variables, constructors, threads) it
 * says on TROUBLE before anything runs: such an object is to be linked and run as usual.
 */
#define main launcher_main /* the same limits and the same filter as a program started by the launcher has */
#include "launcher.c"
#undef main

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#define REQUESTS 0
#define PAGE 4096ul

struct request {
    uint32_t name_length, object_length;
};

enum ending { ENDED, NOT_LOADED, TOO_LONG, TOO_MUCH };

struct answer {
    int32_t ending, status; /* `status` is waitpid(2)'s */
    uint32_t output_length;
    uint32_t cpu_microseconds;
};

struct limits {
    unsigned long cpu, memory, file, stack, user, files, filter, output, wall;
};

static __attribute__((noreturn, format(printf, 1, 2))) void refuse(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vdprintf(TROUBLE, format, arguments);
    va_end(arguments);
    _exit(127);
}

/* ------------------------------------------------------------------ the object file */

enum area { CODE, CONSTANTS, DATA, AREAS };

struct object {
    const unsigned char *file;
    size_t length;
    const Elf64_Shdr *sections;
    unsigned section_count;
    const Elf64_Sym *symbols;
    unsigned symbol_count;
    const char *names;
    unsigned char **addresses;        /* of each section that is in memory */
    unsigned char **symbol_addresses; /* of each symbol: 0 for a weak one that nothing defines */
    unsigned char *stubs, **slots;    /* a jump and an address for each symbol, made when they are asked for */
    unsigned char *end;
};

/* Where the thread-local objects of the loaded program are: local-exec and initial-exec code finds them by their
 * distance from the thread pointer (Drepper, "ELF handling for thread-local storage"). Of the first thread alone. */
static __thread unsigned char thread_local_room[1 << 16] __attribute__((aligned(64)));

static const void *part(const struct object *object, uint64_t offset, uint64_t length)
{
    if (offset > object->length || length > object->length - offset)
        refuse("the object file is damaged");
    return object->file + offset;
}

static void read_headers(struct object *object)
{
    const Elf64_Ehdr *header = part(object, 0, sizeof *header);
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) || header->e_ident[EI_CLASS] != ELFCLASS64 ||
        header->e_machine != EM_X86_64 || header->e_type != ET_REL)
        refuse("not a relocatable object file for x86-64");
    object->section_count = header->e_shnum;
    object->sections = part(object, header->e_shoff, header->e_shnum * sizeof *object->sections);
    const Elf64_Shdr *names = NULL;
    for (unsigned i = 0; i < object->section_count; i++) {
        const Elf64_Shdr *section = &object->sections[i];
        if (section->sh_type == SHT_SYMTAB && section->sh_link < object->section_count) {
            object->symbols = part(object, section->sh_offset, section->sh_size);
            object->symbol_count = section->sh_size / sizeof *object->symbols;
            names = &object->sections[section->sh_link];
        }
        if (!(section->sh_flags & SHF_ALLOC))
            continue;
        if (section->sh_type == SHT_INIT_ARRAY || section->sh_type == SHT_FINI_ARRAY ||
            section->sh_type == SHT_PREINIT_ARRAY)
            refuse("constructors or destructors");
        if (section->sh_addralign > PAGE)
            refuse("alignment of more than a page");
    }
    if (!names)
        refuse("no symbols");
    object->names = part(object, names->sh_offset, names->sh_size);
    if (names->sh_size == 0 || object->names[names->sh_size - 1])
        refuse("the object file is damaged");
    for (unsigned i = 0; i < object->symbol_count; i++)
        if (object->symbols[i].st_name >= names->sh_size)
            refuse("the object file is damaged");
}

static size_t aligned(size_t size, size_t alignment)
{
    return alignment > 1 ? (size + alignment - 1) & -alignment : size;
}

static enum area area_of(const Elf64_Shdr *section)
{
    return section->sh_flags & SHF_EXECINSTR ? CODE : section->sh_flags & SHF_WRITE ? DATA : CONSTANTS;
}

#define STUB 16

static void lay_out_thread_local(struct object *object)
{
    size_t size = 0;
    for (unsigned i = 0; i < object->section_count; i++) {
        const Elf64_Shdr *section = &object->sections[i];
        if (!(section->sh_flags & SHF_TLS))
            continue;
        size = aligned(size, section->sh_addralign);
        if (section->sh_addralign > 64 || section->sh_size > sizeof thread_local_room ||
            size > sizeof thread_local_room - section->sh_size)
            refuse("large thread-local objects");
        object->addresses[i] = thread_local_room + size;
        if (section->sh_type != SHT_NOBITS)
            memcpy(object->addresses[i], part(object, section->sh_offset, section->sh_size), section->sh_size);
        size += section->sh_size;
    }
}

/* All areas are in the lowest 2 GB, so that code that is not position-independent runs too. */
static unsigned char *lay_out(struct object *object, size_t starts[AREAS + 1])
{
    size_t size = 0;
    for (enum area area = CODE; area < AREAS; area++) {
        starts[area] = size = aligned(size, PAGE);
        for (unsigned i = 0; i < object->section_count; i++) {
            const Elf64_Shdr *section = &object->sections[i];
            if (!(section->sh_flags & SHF_ALLOC) || section->sh_flags & SHF_TLS || area_of(section) != area)
                continue;
            size = aligned(size, section->sh_addralign);
            object->addresses[i] = (unsigned char *)size;
            size += section->sh_size;
        }
        if (area == CODE) {
            size = aligned(size, STUB);
            object->stubs = (unsigned char *)size;
            size += STUB * (size_t)object->symbol_count;
        } else if (area == CONSTANTS) {
            size = aligned(size, sizeof *object->slots);
            object->slots = (unsigned char **)size;
            size += sizeof *object->slots * object->symbol_count;
        } else
            for (unsigned i = 0; i < object->symbol_count; i++)
                if (object->symbols[i].st_shndx == SHN_COMMON) {
                    size = aligned(size, object->symbols[i].st_value);
                    object->symbol_addresses[i] = (unsigned char *)size;
                    size += object->symbols[i].st_size;
                }
    }
    starts[AREAS] = aligned(size, PAGE);
    unsigned char *base =
        mmap(NULL, starts[AREAS] + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    if (base == MAP_FAILED)
        refuse("no memory for %zu bytes", starts[AREAS]);
    object->end = base + starts[AREAS];
    object->stubs += (uintptr_t)base;
    object->slots = (unsigned char **)((uintptr_t)object->slots + (uintptr_t)base);
    for (unsigned i = 0; i < object->section_count; i++) {
        const Elf64_Shdr *section = &object->sections[i];
        if (!(section->sh_flags & SHF_ALLOC) || section->sh_flags & SHF_TLS)
            continue;
        object->addresses[i] += (uintptr_t)base;
        if (section->sh_type != SHT_NOBITS)
            memcpy(object->addresses[i], part(object, section->sh_offset, section->sh_size), section->sh_size);
    }
    for (unsigned i = 0; i < object->symbol_count; i++)
        if (object->symbols[i].st_shndx == SHN_COMMON)
            object->symbol_addresses[i] += (uintptr_t)base;
    return base;
}

/* What gcc links into every program and no shared library has: libgcc's arithmetic, and one function of the C library. */
#define LINKED(each) \
    each(__divti3) each(__modti3) each(__udivti3) each(__umodti3) each(__divmodti4) each(__udivmodti4) each(__multi3) \
    each(__fixsfti) each(__fixdfti) each(__fixxfti) each(__fixunssfti) each(__fixunsdfti) each(__fixunsxfti) \
    each(__floattisf) each(__floattidf) each(__floattixf) each(__floatuntisf) each(__floatuntidf) each(__floatuntixf) \
    each(__clrsbdi2) each(__clrsbti2) each(__clzti2) each(__ctzti2) each(__ffsti2) each(__popcountdi2) \
    each(__popcountti2) each(__paritydi2) each(__parityti2) each(__powisf2) each(__powidf2) each(__powixf2) \
    each(__mulsc3) each(__muldc3) each(__mulxc3) each(__divsc3) each(__divdc3) each(__divxc3)
#define DECLARE(name) extern char name[];
#define ROW(name) {#name, (unsigned char *)name},
LINKED(DECLARE)

/* What most programs call, looked up once and not in every child. */
static struct {
    const char *name;
    unsigned char *address;
} usual[] = {{"printf"}, {"putchar"}, {"puts"}, {"memset"}, {"memcpy"}, {"memmove"}, {"memcmp"}, {"strlen"}, {"strcmp"},
             {"abort"}, {"exit"}, {"snprintf"}, {"malloc"}, {"free"}, {"qsort"}};

static void look_up_usual(void)
{
    for (unsigned i = 0; i < sizeof usual / sizeof *usual; i++)
        usual[i].address = dlsym(RTLD_DEFAULT, usual[i].name);
}

static unsigned char *library_symbol(const char *name)
{
    for (unsigned i = 0; i < sizeof usual / sizeof *usual; i++)
        if (usual[i].address && !strcmp(usual[i].name, name))
            return usual[i].address;
    static const struct {
        const char *name;
        unsigned char *address;
    } linked[] = {LINKED(ROW){"atexit", (unsigned char *)atexit}};
    for (unsigned i = 0; i < sizeof linked / sizeof *linked; i++)
        if (!strcmp(linked[i].name, name))
            return linked[i].address;
    return dlsym(RTLD_DEFAULT, name);
}

static void find_symbols(struct object *object)
{
    int has_thread_local = 0;
    for (unsigned i = 0; i < object->section_count; i++)
        has_thread_local |= (object->sections[i].sh_flags & SHF_TLS) != 0;
    for (unsigned i = 1; i < object->symbol_count; i++) {
        const Elf64_Sym *symbol = &object->symbols[i];
        const char *name = object->names + symbol->st_name;
        if (ELF64_ST_TYPE(symbol->st_info) == STT_GNU_IFUNC ||
            (ELF64_ST_TYPE(symbol->st_info) == STT_TLS && symbol->st_shndx == SHN_UNDEF))
            refuse("%s: a kind of symbol that needs a linker", name);
        if (has_thread_local && (!strcmp(name, "pthread_create") || !strcmp(name, "thrd_create")))
            refuse("%s: thread-local objects of other threads", name);
        if (symbol->st_shndx == SHN_COMMON)
            continue;
        if (symbol->st_shndx == SHN_ABS)
            object->symbol_addresses[i] = (unsigned char *)symbol->st_value;
        else if (symbol->st_shndx != SHN_UNDEF) {
            if (symbol->st_shndx >= object->section_count)
                refuse("more sections than are supported");
            if (object->addresses[symbol->st_shndx])
                object->symbol_addresses[i] = object->addresses[symbol->st_shndx] + symbol->st_value;
        } else if (!(object->symbol_addresses[i] = library_symbol(name)) && ELF64_ST_BIND(symbol->st_info) != STB_WEAK &&
                   strcmp(name, "_GLOBAL_OFFSET_TABLE_"))
            refuse("%s: undefined", name);
    }
}

static unsigned char *stub_for(const struct object *object, unsigned symbol)
{
    unsigned char *stub = object->stubs + STUB * (size_t)symbol;
    static const unsigned char jump_to_what_follows[] = {0xff, 0x25, 0, 0, 0, 0};
    memcpy(stub, jump_to_what_follows, sizeof jump_to_what_follows);
    memcpy(stub + sizeof jump_to_what_follows, &object->symbol_addresses[symbol], sizeof(unsigned char *));
    return stub;
}

static int is_variable_of_library(const struct object *object, unsigned symbol)
{
    if (object->symbols[symbol].st_shndx != SHN_UNDEF)
        return 0;
    for (unsigned i = 0; i < sizeof usual / sizeof *usual; i++)
        if (usual[i].address == object->symbol_addresses[symbol])
            return 0;
    Dl_info found;
    const Elf64_Sym *dynamic = NULL; /* stays NULL for what an indirect function (STT_GNU_IFUNC) chose */
    return dladdr1(object->symbol_addresses[symbol], &found, (void **)&dynamic, RTLD_DL_SYMENT) && dynamic &&
           ELF64_ST_TYPE(dynamic->st_info) == STT_OBJECT;
}

static void store(unsigned char *place, int64_t value, unsigned size, int is_signed)
{
    if (size < 8) {
        int64_t bound = (int64_t)1 << (8 * size - 1);
        if (is_signed ? value < -bound || value >= bound : value < -bound || value >= 2 * bound)
            refuse("a relocation does not reach");
    }
    memcpy(place, &value, size);
}

/* Relocation types of the System V x86-64 psABI, table 4.9. */
static void relocate(const struct object *object, unsigned char *section, size_t size, const Elf64_Rela *entry)
{
    unsigned type = ELF64_R_TYPE(entry->r_info), symbol = ELF64_R_SYM(entry->r_info);
    if (type == R_X86_64_NONE)
        return;
    if (symbol >= object->symbol_count || entry->r_offset > size || size - entry->r_offset < 4)
        refuse("the object file is damaged");
    unsigned char *place = section + entry->r_offset, *target = object->symbol_addresses[symbol];
    int64_t value = (int64_t)target + entry->r_addend, here = (int64_t)place;
    switch (type) {
    case R_X86_64_64: store(place, value, 8, 1); break;
    case R_X86_64_PC64: store(place, value - here, 8, 1); break;
    case R_X86_64_32: store(place, value, 4, 0); break;
    case R_X86_64_32S: store(place, value, 4, 1); break;
    case R_X86_64_PC32:
    case R_X86_64_PLT32: {
        int64_t distance = value - here;
        if (target && distance != (int32_t)distance) {
            if (is_variable_of_library(object, symbol))
                refuse("%s: a library's variable is to be copied", object->names + object->symbols[symbol].st_name);
            distance = (int64_t)stub_for(object, symbol) + entry->r_addend - here;
        }
        store(place, distance, 4, 1);
        break;
    }
    case R_X86_64_GOTPCREL:
    case R_X86_64_GOTPCRELX:
    case R_X86_64_REX_GOTPCRELX:
        object->slots[symbol] = target;
        store(place, (int64_t)&object->slots[symbol] + entry->r_addend - here, 4, 1);
        break;
    case R_X86_64_TPOFF32: store(place, value - (int64_t)__builtin_thread_pointer(), 4, 1); break;
    case R_X86_64_TPOFF64: store(place, value - (int64_t)__builtin_thread_pointer(), 8, 1); break;
    case R_X86_64_GOTTPOFF:
        object->slots[symbol] = (unsigned char *)(target - (unsigned char *)__builtin_thread_pointer());
        store(place, (int64_t)&object->slots[symbol] + entry->r_addend - here, 4, 1);
        break;
    case R_X86_64_GOTPC32: store(place, (int64_t)object->slots + entry->r_addend - here, 4, 1); break;
    case R_X86_64_GOTOFF64: store(place, value - (int64_t)object->slots, 8, 1); break;
    default: refuse("relocation type %u", type);
    }
}

typedef int program(int, char **, char **);

static program *load(struct object *object, const char *entry)
{
    read_headers(object);
    size_t starts[AREAS + 1];
    object->addresses = calloc(object->section_count, sizeof *object->addresses);
    object->symbol_addresses = calloc(object->symbol_count, sizeof *object->symbol_addresses);
    if (!object->addresses || !object->symbol_addresses)
        refuse("no memory");
    unsigned char *base = lay_out(object, starts);
    lay_out_thread_local(object);
    find_symbols(object);
    for (unsigned i = 0; i < object->section_count; i++) {
        const Elf64_Shdr *section = &object->sections[i];
        if (section->sh_type == SHT_REL)
            refuse("relocations without addends");
        if (section->sh_type != SHT_RELA || section->sh_info >= object->section_count || !object->addresses[section->sh_info])
            continue;
        const Elf64_Rela *entries = part(object, section->sh_offset, section->sh_size);
        for (size_t n = 0; n < section->sh_size / sizeof *entries; n++)
            relocate(object, object->addresses[section->sh_info], object->sections[section->sh_info].sh_size, &entries[n]);
    }
    mprotect(base + starts[CODE], starts[CONSTANTS] - starts[CODE], PROT_READ | PROT_EXEC);
    mprotect(base + starts[CONSTANTS], starts[DATA] - starts[CONSTANTS], PROT_READ);
    for (unsigned i = 1; i < object->symbol_count; i++)
        if (object->symbols[i].st_shndx != SHN_UNDEF && ELF64_ST_TYPE(object->symbols[i].st_info) == STT_FUNC &&
            !strcmp(object->names + object->symbols[i].st_name, entry))
            return (program *)object->symbol_addresses[i];
    refuse("no function %s", entry);
}

/* ------------------------------------------------------------------ the child */

static void confine(const struct limits *limits)
{
    limit(RLIMIT_CPU, limits->cpu, limits->cpu + 1);
    if (limits->memory)
        limit(RLIMIT_AS, limits->memory, limits->memory);
    limit(RLIMIT_FSIZE, limits->file, limits->file);
    limit(RLIMIT_STACK, limits->stack, limits->stack);
    limit(RLIMIT_CORE, 0, 0);
    if (limits->user && (setgroups(0, NULL) || setresgid(limits->user, limits->user, limits->user) ||
                         setresuid(limits->user, limits->user, limits->user)))
        fail("setuid");
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* after setresuid, which clears it */
    if ((limits->user || limits->files || limits->filter) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        fail("no_new_privs");
    if (limits->files) {
        struct landlock_ruleset_attr nothing = {.handled_access_fs = handled_rights()};
        int rules = syscall(SYS_landlock_create_ruleset, &nothing, sizeof nothing, 0);
        if (rules < 0 || syscall(SYS_landlock_restrict_self, rules, 0))
            fail("landlock");
        close(rules);
    }
    if (limits->filter)
        filter_system_calls(0);
}

static __attribute__((noreturn)) void
run(const struct limits *limits, struct object *object, const char *entry, int output, int trouble)
{
    int null = open("/dev/null", O_RDWR);
    dup2(output, 10);
    dup2(trouble, TROUBLE);
    dup2(10, 1);
    dup2(null, 0);
    dup2(null, 2);
    close_range(TROUBLE + 1, ~0u, 0);
    confine(limits);
    program *start = load(object, entry);
    close(TROUBLE);
    char *arguments[] = {"program", NULL};
    exit(start(1, arguments, environ));
}

/* ------------------------------------------------------------------ the server */

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int receive(void *to, size_t length)
{
    for (size_t got = 0; got < length;) {
        ssize_t more = read(REQUESTS, (char *)to + got, length - got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            return 0;
        got += more;
    }
    return 1;
}

static void reply(const void *from, size_t length)
{
    for (size_t sent = 0; sent < length;) {
        ssize_t more = write(REQUESTS, (const char *)from + sent, length - sent);
        if (more < 0 && errno != EINTR)
            exit(1);
        if (more > 0)
            sent += more;
    }
}

/* Reads what the child prints until it has ended, or a limit is passed. */
static size_t watch(const struct limits *limits, pid_t child, int output, int trouble, char *room, struct answer *answer)
{
    int done = syscall(SYS_pidfd_open, child, 0);
    struct pollfd ends[] = {{output, POLLIN, 0}, {trouble, POLLIN, 0}, {done, POLLIN, 0}};
    int64_t deadline = milliseconds() + (int64_t)limits->wall;
    size_t length = 0;
    answer->ending = ENDED;
    for (int ended = done < 0; answer->ending == ENDED || answer->ending == NOT_LOADED;) {
        int64_t left = deadline - milliseconds();
        if (left <= 0 || length > limits->output) {
            answer->ending = left <= 0 ? TOO_LONG : TOO_MUCH;
            break;
        }
        if (!ended && poll(ends, 3, (int)left + 1) <= 0)
            continue;
        ended = ended || ends[2].revents;
        int got_some = 0;
        for (int i = 0; i < 2; i++) {
            ssize_t more = read(ends[i].fd, room + length, limits->output + 1 - length);
            if (more > 0) {
                length += more;
                got_some = 1;
                if (i == 1)
                    answer->ending = NOT_LOADED;
            } else if (more == 0)
                ends[i].fd = -1;
        }
        if (ended && !got_some)
            break;
    }
    kill(child, SIGKILL); /* it was not waited for: the number is still its own */
    close(done);
    return length < limits->output ? length : limits->output;
}

static void serve(const struct limits *limits, const struct request *request, char *room)
{
    char *name = malloc((size_t)request->name_length + 1), *file = malloc(request->object_length);
    if (!name || !file || !receive(name, request->name_length) || !receive(file, request->object_length))
        exit(1);
    name[request->name_length] = 0;
    struct object object = {.file = (unsigned char *)file, .length = request->object_length};
    int output[2], trouble[2];
    if (pipe2(output, O_CLOEXEC) || pipe2(trouble, O_CLOEXEC))
        exit(1);
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    fcntl(trouble[0], F_SETFL, O_NONBLOCK);
    pid_t child = fork();
    if (child < 0)
        exit(1);
    if (child == 0)
        run(limits, &object, name, output[1], trouble[1]);
    close(output[1]);
    close(trouble[1]);
    struct answer answer = {0};
    answer.output_length = watch(limits, child, output[0], trouble[0], room, &answer);
    struct rusage usage;
    while (wait4(child, &answer.status, 0, &usage) < 0 && errno == EINTR)
        ;
    close(output[0]);
    close(trouble[0]);
    answer.cpu_microseconds = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec +
                              usage.ru_stime.tv_usec;
    reply(&answer, sizeof answer);
    reply(room, answer.output_length);
    free(name);
    free(file);
}

int main(int argc, char **argv)
{
    struct limits limits = {.cpu = 10, .file = 1 << 26, .stack = 1 << 24, .output = 1 << 22, .wall = 30000};
    static const struct {
        const char *key;
        size_t offset;
    } keys[] = {
#define KEY(name) {#name, offsetof(struct limits, name)}
        KEY(cpu), KEY(memory), KEY(file), KEY(stack), KEY(user), KEY(files), KEY(filter), KEY(output), KEY(wall),
    };
    for (int i = 1; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        for (unsigned k = 0; value && k < sizeof keys / sizeof *keys; k++)
            if (!strncmp(argv[i], keys[k].key, value - argv[i]) && !keys[k].key[value - argv[i]])
                *(unsigned long *)((char *)&limits + keys[k].offset) = strtoul(value + 1, NULL, 10);
    }
    look_up_usual();
    char *room = malloc(limits.output + 1);
    struct request request;
    while (room && receive(&request, sizeof request))
        serve(&limits, &request, room);
    return 0;
}
