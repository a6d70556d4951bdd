from __future__ import annotations

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from oracle.sandbox import MIB, Limits, SandboxError, layers, run, run_trusted
from oracle.sandbox.launcher import user_of_next_run
from oracle.verdict import Execution, Stop

QUICK = Limits(cpu_seconds=2, wall_seconds=20, memory_bytes=64 * MIB)


def build(folder: Path, text: str, *flags: str) -> Path:
    source = folder / "program.c"
    source.write_text(text)
    subprocess.run(["gcc", "-w", *flags, str(source), "-o", str(folder / "program")], check=True)
    return folder / "program"


def execute(folder: Path, text: str, limits: Limits = QUICK) -> Execution:
    return run([str(build(folder, text))], limits)


def needs(layer: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(layer not in layers(), reason=f"no {layer} on this machine")


def test_an_ordinary_program_runs(tmp_path: Path) -> None:
    done = execute(
        tmp_path,
        r"""
        #include <locale.h>
        #include <pthread.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <time.h>
        static volatile int got;
        static void handle(int number) { got = number; }
        static void *work(void *argument) { *(int *)argument += 1; return argument; }
        int main(int argc, char **argv) {
            pthread_t threads[8];
            int values[8] = {0}, sum = 0;
            for (int i = 0; i < 8; i++) pthread_create(&threads[i], 0, work, &values[i]);
            for (int i = 0; i < 8; i++) { pthread_join(threads[i], 0); sum += values[i]; }
            signal(SIGUSR1, handle);
            raise(SIGUSR1);
            time_t now = time(0);
            FILE *file = fopen("scratch", "w+");
            fputs("kept", file);
            rewind(file);
            char text[8];
            fgets(text, sizeof text, file);
            fclose(file);
            printf("%d %d %d %s\n", sum, got == SIGUSR1, localtime(&now)->tm_year > 100, text);
            free(malloc(1 << 20));
            return 0;
        }
        """,
        Limits(),
    )
    assert done.stdout == b"8 1 1 kept\n"
    assert done.exit_status == 0


def test_what_a_program_does_is_observed(tmp_path: Path) -> None:
    text = r"""
        #include <stdio.h>
        int main(int argc, char **argv) {
            printf("%d %s %s\n", argc, argv[0], argv[1]);
            fputs("told\n", stderr);
            return getchar() == EOF ? 7 : 8;
        }
        """
    done = run([str(build(tmp_path, text)), "word"], QUICK)
    assert (done.exit_status, done.signal, done.stopped_by) == (7, None, None)
    assert done.stdout == b"2 program word\n"
    assert done.stderr == b"told\n"
    assert done.command == (str(tmp_path / "program"), "word")


@pytest.mark.parametrize("name", ["SIGABRT", "SIGSEGV", "SIGFPE"])
def test_a_signal_is_observed(tmp_path: Path, name: str) -> None:
    done = execute(tmp_path, f"#include <signal.h>\nint main(void) {{ raise({name}); return 0; }}")
    assert done.exit_status is None
    assert done.signal == getattr(signal, name)
    assert done.stopped_by is None


def test_an_endless_loop_meets_the_cpu_limit(tmp_path: Path) -> None:
    done = execute(tmp_path, "int main(void) { for (volatile int i = 0;; i++); }")
    assert done.stopped_by is Stop.CPU
    assert done.cpu_seconds < 3.5


def test_ignoring_the_warning_signal_does_not_help(tmp_path: Path) -> None:
    text = "#include <signal.h>\nint main(void) { signal(SIGXCPU, SIG_IGN); for (volatile int i = 0;; i++); }"
    done = execute(tmp_path, text, Limits(cpu_seconds=1, wall_seconds=10))
    assert done.stopped_by is Stop.CPU


def test_a_sleeper_meets_the_wall_limit(tmp_path: Path) -> None:
    text = "#include <unistd.h>\nint main(void) { sleep(100); }"
    done = execute(tmp_path, text, Limits(wall_seconds=0.3))
    assert done.stopped_by is Stop.WALL
    assert done.wall_seconds < 50


def test_a_starved_program_is_given_more_wall_time(tmp_path: Path) -> None:
    text = "#include <time.h>\nint main(void) { while (clock() < CLOCKS_PER_SEC / 2) ; return 3; }"
    done = execute(tmp_path, text, Limits(cpu_seconds=2, wall_seconds=0.4))
    assert done.exit_status == 3


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_flood_is_cut(tmp_path: Path, stream: str) -> None:
    text = f'#include <stdio.h>\nint main(void) {{ for (;;) fputs("flood\\n", {stream}); }}'
    done = execute(tmp_path, text, Limits(output_bytes=10_000))
    assert done.stopped_by is Stop.OUTPUT
    assert len(getattr(done, stream)) == 10_000


def test_a_memory_hog_is_stopped(tmp_path: Path) -> None:
    text = """
        #include <stdlib.h>
        #include <string.h>
        int main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }
        """
    limits = Limits(memory_bytes=128 * MIB)
    assert execute(tmp_path, text, limits).stopped_by is Stop.MEMORY
    needed_once = bytearray(128 * MIB)  # what we hold, or held, is not the program's
    del needed_once
    assert execute(tmp_path, text, limits).stopped_by is Stop.MEMORY
    crash = "int main(void) { return *(volatile int *)0; }"
    assert execute(tmp_path, crash, limits).stopped_by is None


def test_failures_of_the_launcher_are_told_by_a_large_process_too(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("no program")
    program.chmod(0o755)
    needed_once = bytearray(64 * MIB)
    del needed_once
    with pytest.raises(SandboxError, match="Exec format error"):
        run([str(program)], QUICK)


def test_malloc_fails_beyond_the_limit(tmp_path: Path) -> None:
    text = "#include <stdlib.h>\nint main(void) { return malloc(1ul << 30) == 0 ? 0 : 1; }"
    assert execute(tmp_path, text).succeeded
    assert execute(tmp_path, text, Limits(memory_bytes=None)).exit_status == 1


FORK_BOMB = "#include <unistd.h>\nint main(void) { for (;;) fork(); }"


def processes_of(program: Path) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "exe").readlink() == program:
                found.append(entry.name)
        except OSError:
            continue
    return found


@needs("seccomp")
def test_a_fork_bomb_does_not_start(tmp_path: Path) -> None:
    done = execute(tmp_path, FORK_BOMB)
    assert done.stopped_by is Stop.FORBIDDEN
    assert processes_of(tmp_path / "program") == []


def test_an_allowed_fork_bomb_leaves_nothing_behind(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=1, wall_seconds=0.5, processes=40)
    done = execute(tmp_path, FORK_BOMB, limits)
    assert done.stopped_by in (Stop.WALL, Stop.CPU)
    time.sleep(0.1)
    assert processes_of(tmp_path / "program") == []


@needs("seccomp")
@pytest.mark.parametrize(
    "call",
    ["socket(2, 1, 0)", "setsid()", "kill(getppid(), 9)", "kill(-1, 9)", 'system("true")', 'chmod("/etc", 0)'],
)
def test_what_reaches_outside_is_forbidden(tmp_path: Path, call: str) -> None:
    text = f"""
        #include <signal.h>
        #include <stdlib.h>
        #include <sys/socket.h>
        #include <sys/stat.h>
        #include <unistd.h>
        int main(void) {{ {call}; return 0; }}
        """
    assert execute(tmp_path, text).stopped_by is Stop.FORBIDDEN


def test_files_outside_the_scratch_directory_are_safe(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    tmp_path.chmod(0o777)
    text = f"""
        #include <stdio.h>
        int main(void) {{
            remove("{target}");
            FILE *in = fopen("{target}", "w");
            FILE *out = fopen("/tmp/minicc-escape", "w");
            FILE *here = fopen("here", "w");
            return (in != 0) + 2 * (out != 0) + 4 * (here == 0);
        }}
        """
    done = execute(tmp_path, text)
    if "landlock" in layers():
        assert done.exit_status == 0
        assert not Path("/tmp/minicc-escape").exists()
    if "landlock" in layers() or "user" in layers():
        assert target.exists()


@needs("landlock")
def test_other_programs_cannot_be_executed(tmp_path: Path) -> None:
    text = '#include <unistd.h>\nint main(void) { execl("/bin/sh", "sh", "-c", "exit 3", (char *)0); return 0; }'
    assert execute(tmp_path, text).exit_status == 0


def test_the_scratch_directory_is_bounded_and_removed(tmp_path: Path) -> None:
    text = r"""
        #include <stdio.h>
        int main(void) {
            static char block[1 << 20];
            for (int i = 0;; i++) {
                char name[16];
                sprintf(name, "f%d", i);
                FILE *file = fopen(name, "w");
                if (!file) continue;
                fwrite(block, 1, sizeof block, file);
                fclose(file);
            }
        }
        """
    roots = [Path("/dev/shm"), Path("/tmp")]
    before = {path for root in roots if root.exists() for path in root.glob("run-*")}
    done = execute(tmp_path, text, Limits(cpu_seconds=5, file_bytes=8 * MIB))
    assert done.stopped_by is Stop.OUTPUT
    after = {path for root in roots if root.exists() for path in root.glob("run-*")}
    assert after <= before or os.environ.get("PYTEST_XDIST_WORKER")


def test_one_large_file_is_cut(tmp_path: Path) -> None:
    text = """
        #include <stdio.h>
        int main(void) { FILE *file = fopen("f", "w"); for (;;) putc('x', file); }
        """
    assert execute(tmp_path, text, Limits(file_bytes=MIB)).stopped_by is Stop.OUTPUT


def test_addresses_are_fixed_unless_asked(tmp_path: Path) -> None:
    text = '#include <stdio.h>\nint main(void) { int local; printf("%p %p\\n", (void *)&local, (void *)main); }'
    program = str(build(tmp_path, text))
    fixed = {run([program], QUICK).stdout for _ in range(4)}
    varying = {run([program], Limits(randomize_addresses=True)).stdout for _ in range(4)}
    assert len(fixed) == 1
    assert len(varying) > 1


def test_a_file_that_is_no_program_is_an_error(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("hello")
    text.chmod(0o755)
    with pytest.raises(SandboxError, match="text"):
        run([str(text)])
    with pytest.raises(SandboxError, match="No such file"):
        run([str(tmp_path / "missing")])


def test_nothing_of_a_run_is_left_open(tmp_path: Path) -> None:
    program = str(build(tmp_path, "int main(void) { return 0; }"))
    run([program])
    before = sorted(Path("/proc/self/fd").iterdir())
    for _ in range(5):
        run([program])
        with pytest.raises(SandboxError):
            run([str(tmp_path / "missing")])
    assert sorted(Path("/proc/self/fd").iterdir()) == before


def test_a_trusted_tool_is_stopped_with_its_children() -> None:
    done = run_trusted(["sh", "-c", "sleep 987 & sleep 987"], timeout=0.3)
    assert done.stopped_by is Stop.WALL
    assert done.wall_seconds < 3
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 987" not in listing.splitlines()


def test_a_missing_tool_is_an_error() -> None:
    with pytest.raises(SandboxError, match="no-such-tool"):
        run_trusted(["no-such-tool"])


def test_a_run_is_cheap(tmp_path: Path) -> None:
    program = str(build(tmp_path, "int main(void) { return 0; }"))
    run([program])
    seconds = []
    for _ in range(40):
        started = time.perf_counter()
        run([program])
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.02


@needs("own user")
def test_runs_at_the_same_time_do_not_share_a_user() -> None:
    users = {user_of_next_run() for _ in range(50)}
    assert len(users) == 50
    assert all(user is not None and user > 65535 for user in users)


@needs("own user")
def test_the_cap_on_processes_is_each_runs_own(tmp_path: Path) -> None:
    """Two programs that each fork up to a cap of four get as far as one alone."""
    text = """
        #include <stdio.h>
        #include <sys/wait.h>
        #include <unistd.h>
        int main(void) {
            int made = 0;
            for (int i = 0; i < 8; i++) {
                int child = fork();
                if (child == 0) { sleep(1); _exit(0); }
                made += child > 0;
            }
            while (wait(0) > 0) ;
            printf("%d\\n", made);
            return 0;
        }
        """
    program = build(tmp_path, text)
    limits = Limits(processes=4)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run([str(program)], limits), range(2)))
    assert [one.stdout for one in done] == [b"3\n", b"3\n"]
