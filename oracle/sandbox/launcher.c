/* Confines itself as its arguments say, then becomes an untrusted program.
 *
 *     launcher KEY=VALUE... -- ARGV0 ARG...
 *
 *     cpu=S memory=B file=B stack=B files=N processes=N   resource limits (setrlimit(2))
 *     directory=PATH     start there
 *     user=N             become this user and group, without supplementary groups
 *     fixed=1            no address space randomisation, where the kernel allows it
 *     parent=PID         die when this parent dies
 *     sibling=1          the program becomes another child of the parent, whose number is told on descriptor 3:
 *                        its peak of memory (getrusage(2)) is then its own, not also the parent's
 *     write=PATH         Landlock: the program may change things below PATH
 *     read=PATH          Landlock: the program may read below PATH
 *     execute=PATH       Landlock: the program may read and execute below PATH
 *     filter=1           seccomp: no new processes, no sockets, no signals to others, ...
 *     program=PATH       the file to execute (required)
 *
 * A failure is told as one line on descriptor 3, which is closed by a successful exec.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TROUBLE 3

extern char **environ;

static void fail(const char *what)
{
    dprintf(TROUBLE, "%s: %s\n", what, strerror(errno));
    _exit(127);
}

static void limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit current;
    if (getrlimit(resource, &current))
        fail("getrlimit");
    if (current.rlim_max != RLIM_INFINITY && hard > current.rlim_max)
        hard = current.rlim_max;
    if (soft > hard)
        soft = hard;
    if (setrlimit(resource, &(struct rlimit){soft, hard}))
        fail("setrlimit");
}

/* Landlock rights by ABI version: 1 has bits 0-12, 2 adds REFER, 3 adds TRUNCATE, 5 adds IOCTL_DEV. */
#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FOR_FILES (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | 1 << 14)

static __u64 handled_rights(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        fail("landlock");
    __u64 rights = (1 << 13) - 1;
    if (version >= 2)
        rights |= 1 << 13;
    if (version >= 3)
        rights |= 1 << 14;
    return rights;
}

static void allow(int rules, __u64 rights, const char *path)
{
    struct landlock_path_beneath_attr beneath = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (beneath.parent_fd < 0)
        return; /* nothing there, nothing to allow */
    int is_directory = faccessat(beneath.parent_fd, ".", F_OK, 0) == 0;
    beneath.allowed_access = is_directory ? rights : rights & FOR_FILES;
    if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0))
        fail("landlock_add_rule");
    close(beneath.parent_fd);
}

#define DENY(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
/* Signals may go to the caller's own process only (argument 0 is the process). */
#define OWN_PROCESS_ONLY(name, self) \
    EQUAL(SYS_##name, 0, 4), LOAD(args[0]), EQUAL(self, 1, 0), RETURN(SECCOMP_RET_KILL_PROCESS), \
        RETURN(SECCOMP_RET_ALLOW)

static void filter_system_calls(int may_fork)
{
    unsigned self = getpid();
    unsigned fork_action = may_fork ? SECCOMP_RET_ALLOW : SECCOMP_RET_KILL_PROCESS;
    struct sock_filter code[] = {
        LOAD(arch), EQUAL(AUDIT_ARCH_X86_64, 1, 0), RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr), BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), RETURN(SECCOMP_RET_KILL_PROCESS),
        /* glibc falls back to clone, whose flags can be examined */
        EQUAL(SYS_clone3, 0, 1), RETURN(SECCOMP_RET_ERRNO | ENOSYS),
        EQUAL(SYS_fork, 0, 1), RETURN(fork_action),
        EQUAL(SYS_vfork, 0, 1), RETURN(fork_action),
        EQUAL(SYS_clone, 0, 4), LOAD(args[0]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1), RETURN(SECCOMP_RET_ALLOW), RETURN(fork_action),
        OWN_PROCESS_ONLY(kill, self), OWN_PROCESS_ONLY(tgkill, self),
        OWN_PROCESS_ONLY(rt_sigqueueinfo, self), OWN_PROCESS_ONLY(rt_tgsigqueueinfo, self),
        DENY(tkill), DENY(pidfd_open), DENY(pidfd_send_signal), DENY(pidfd_getfd),
        DENY(setsid), DENY(setpgid),
        DENY(socket), DENY(socketpair),
        DENY(ptrace), DENY(process_vm_readv), DENY(process_vm_writev),
        DENY(unshare), DENY(setns), DENY(mount), DENY(umount2), DENY(pivot_root), DENY(chroot),
        DENY(open_tree), DENY(move_mount), DENY(fsopen), DENY(fsmount), DENY(mount_setattr),
        DENY(bpf), DENY(perf_event_open), DENY(userfaultfd),
        DENY(io_uring_setup), DENY(io_uring_enter), DENY(io_uring_register),
        DENY(keyctl), DENY(add_key), DENY(request_key),
        DENY(shmget), DENY(msgget), DENY(semget), DENY(mq_open),
        DENY(name_to_handle_at), DENY(open_by_handle_at),
        /* changes to files that Landlock does not know */
        DENY(chmod), DENY(fchmod), DENY(fchmodat), DENY(chown), DENY(fchown), DENY(lchown), DENY(fchownat),
        DENY(setxattr), DENY(lsetxattr), DENY(fsetxattr), DENY(utime), DENY(utimes), DENY(utimensat), DENY(futimesat),
        RETURN(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        fail("seccomp");
}

/* A process that is spawned counts the memory of its parent, whose address space it had until exec, as its own. */
static void become_sibling(void)
{
    long process = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
    if (process < 0)
        fail("clone");
    if (process > 0) {
        dprintf(TROUBLE, "%ld\n", process);
        _exit(0);
    }
    setpgid(0, 0);
}

int main(int argc, char **argv)
{
    const char *program = NULL;
    unsigned long user = 0, parent = 0, fixed = 0, filter = 0, processes = 0;
    int rules = -1, first = 1;
    __u64 rights = 0;

    fcntl(TROUBLE, F_SETFD, FD_CLOEXEC);
    for (; first < argc && strcmp(argv[first], "--"); first++) {
        char *value = strchr(argv[first], '=');
        if (!value)
            continue;
        *value++ = 0;
        const char *key = argv[first];
        unsigned long number = strtoul(value, NULL, 10);
        if (!strcmp(key, "cpu")) /* the soft limit comes first, so that SIGXCPU tells the reason */
            limit(RLIMIT_CPU, number, number + 1);
        else if (!strcmp(key, "memory"))
            limit(RLIMIT_AS, number, number);
        else if (!strcmp(key, "file"))
            limit(RLIMIT_FSIZE, number, number);
        else if (!strcmp(key, "stack"))
            limit(RLIMIT_STACK, number, number);
        else if (!strcmp(key, "files"))
            limit(RLIMIT_NOFILE, number, number);
        else if (!strcmp(key, "processes"))
            processes = number;
        else if (!strcmp(key, "directory")) {
            if (chdir(value))
                fail(value);
        } else if (!strcmp(key, "user"))
            user = number;
        else if (!strcmp(key, "fixed"))
            fixed = number;
        else if (!strcmp(key, "parent"))
            parent = number;
        else if (!strcmp(key, "filter"))
            filter = number;
        else if (!strcmp(key, "sibling"))
            become_sibling();
        else if (!strcmp(key, "program"))
            program = value;
        else { /* write, read, execute */
            if (rules < 0) {
                rights = handled_rights();
                struct landlock_ruleset_attr attributes = {.handled_access_fs = rights};
                rules = syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
                if (rules < 0)
                    fail("landlock_create_ruleset");
            }
            allow(rules, !strcmp(key, "write")  ? rights & ~LANDLOCK_ACCESS_FS_EXECUTE
                         : !strcmp(key, "read") ? READING
                                                : READING | LANDLOCK_ACCESS_FS_EXECUTE, value);
        }
    }
    if (!program || first + 1 >= argc) {
        errno = EINVAL;
        fail("launcher arguments");
    }
    int file = open(program, O_PATH | O_CLOEXEC); /* before the user changes: its folders may be private */
    if (file < 0)
        fail(program);
    limit(RLIMIT_CORE, 0, 0);
    if (processes > 1)
        limit(RLIMIT_NPROC, processes, processes);
    if (user && (setgroups(0, NULL) || setresgid(user, user, user) || setresuid(user, user, user)))
        fail("setuid");
    if (parent) { /* after setresuid, which clears it */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if ((unsigned long)getppid() != parent)
            _exit(127);
    }
    if (fixed)
        personality(ADDR_NO_RANDOMIZE);
    if ((user || filter || rules >= 0) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        fail("no_new_privs");
    if (rules >= 0 && syscall(SYS_landlock_restrict_self, rules, 0))
        fail("landlock_restrict_self");
    if (filter)
        filter_system_calls(processes > 1);
    /* By path where that works: /proc/self/exe and $ORIGIN are then what the program expects. */
    execv(program, argv + first + 1);
    if (errno == EACCES)
        syscall(SYS_execveat, file, "", argv + first + 1, environ, AT_EMPTY_PATH);
    fail(program);
}
