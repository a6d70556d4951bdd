"""A process with minicc loaded that forks once per compilation.

Started by `oracle.compilers.minicc` with a socket as standard input. One
request is one JSON datagram with the child's standard output and error
attached; the answer to it is one JSON datagram with the process id at once and
a second one with the wait status at the end. The end of the socket ends the
server.
"""

from __future__ import annotations

import array
import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from oracle.sandbox.process import die_with, wait_or_hang_up

_LARGEST_REQUEST = 1 << 20
_TYPICAL_PROGRAM = """\
#include <stdio.h>
struct pair { int first; long second; };
static int values[] = { 1, 2, 3 };
int main(void) {
    struct pair pair = { 1, 2 };
    for (int i = 0; i < 3; i++) pair.second += values[i] * pair.first;
    printf("%ld\\n", pair.second);
    return 0;
}
"""


def preload() -> None:
    """Compile a small program in this process: every module, table and LLVM itself is then in memory."""
    compile_program = importlib.import_module("minicc.cli").main
    with tempfile.TemporaryDirectory(prefix="minicc-preload-") as folder:
        source = Path(folder) / "program.c"
        source.write_text(_TYPICAL_PROGRAM)
        for level in ("-O0", "-O2"):
            compile_program([level, "-o", str(source.with_suffix("")), str(source)])
    gc.collect()
    gc.freeze()


def serve(channel: socket.socket) -> None:
    """Answer requests until the other end is closed."""
    ourselves = os.getpid()
    while True:
        request, descriptors = _receive(channel)
        if request is None:
            return
        child = os.fork()
        if child == 0:
            die_with(ourselves)
            _compile(request, descriptors, channel)
        for descriptor in descriptors:
            os.close(descriptor)
        channel.send(json.dumps({"process": child}).encode())
        _, status, usage = wait_or_hang_up(child, channel)
        answer = {"status": status, "user": usage.ru_utime, "system": usage.ru_stime, "resident": usage.ru_maxrss}
        channel.send(json.dumps(answer).encode())


def _receive(channel: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    room = socket.CMSG_LEN(2 * array.array("i").itemsize)
    data, ancillary, _, _ = channel.recvmsg(_LARGEST_REQUEST, room)
    descriptors = array.array("i")
    for _, _, payload in ancillary:
        descriptors.frombytes(payload[: len(payload) - len(payload) % descriptors.itemsize])
    return (json.loads(data) if data else None), list(descriptors)


def _compile(request: dict[str, Any], descriptors: list[int], channel: socket.socket) -> NoReturn:
    status = 1
    try:
        os.setpgid(0, 0)
        channel.close()
        null = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((null, 0), (descriptors[0], 1), (descriptors[1], 2)):
            os.dup2(source, target)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["directory"])
        seconds = request["cpu_seconds"]
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (request["memory_bytes"],) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        status = importlib.import_module("minicc.cli").main(request["words"])
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status or 0)


def main() -> None:
    """Serve on the socket that is our standard input."""
    channel = socket.socket(fileno=os.dup(0))
    preload()
    channel.send(b'{"ready": true}')
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(channel)


if __name__ == "__main__":
    main()
