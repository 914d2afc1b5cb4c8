"""The walls around a worker process: memory, files and connections, and an end when the server ends."""

import multiprocessing
import os
import resource
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

_FIRST_TO_GO: Final = "1000"
"""What the kernel goes by when memory runs out (proc(5), oom_score_adj): a worker is ended before anything else."""


def confine(memory: int) -> None:
    """Put this process within its limits, once all that it needs is loaded.

    Afterwards it can take so much more address space and no more, and can open no file and no connection. It goes on
    when its group is told to end (Ctrl-C, a service manager): only the server ends it, or the server's own end.

    Args:
        memory: Bytes that it may take beyond those it has.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _end_with_the_server()
    with suppress(OSError):  # a kernel other than Linux
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    _take_every_descriptor()


def _end_with_the_server() -> None:
    """Watch the process that started this one: a query must not go on when nobody is left to hear its answer."""
    server = multiprocessing.parent_process()
    if server is None:
        return

    def watch() -> None:
        server.join()
        os._exit(1)

    before = threading.stack_size(256 * 1024)
    threading.Thread(target=watch, daemon=True).start()
    threading.stack_size(before)


def _take_every_descriptor() -> None:
    """Leave no file descriptor for a socket: the second wall, behind the refusal of SERVICE."""
    last = os.open(os.devnull, os.O_RDONLY)
    resource.setrlimit(resource.RLIMIT_NOFILE, (last + 1, last + 1))
    with suppress(OSError):
        while True:  # whatever number below the limit is still free
            os.dup(last)


def _address_space() -> int:
    """Return how many bytes of address space this process has taken."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
