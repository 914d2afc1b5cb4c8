"""The same work on many inputs over the processes of the machine: results in order, one fault never stopping the rest."""

import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from typing import Any, Final, NoReturn, TypeVar

from pebble import ProcessExpired, ProcessPool

from tipgraph.errors import TipgraphError, UsageError, shown

LIMIT_SECONDS: Final = 900
"""Longest time for one document; a text of 300 pages takes about a minute."""

_AHEAD: Final = 2
"""Inputs handed to each process ahead of the one it works on: keeps it busy, and the results waiting few."""

_SMALL: Final = 4
"""Below this many inputs the work is done here: starting processes would take longer."""

Input = TypeVar("Input")
Output = TypeVar("Output")


def available() -> int:
    """Return how many processes this machine runs at once for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def over_processes(
    work: Callable[[Input], Output],
    inputs: Iterable[Input],
    count: int,
    prepare: Callable[..., None],
    arguments: tuple[object, ...],
) -> Iterator[tuple[Input, Output | TipgraphError]]:
    """Do one piece of work on many inputs.

    Args:
        work: A function of a module, of one input; what it raises becomes the result of that input.
        inputs: What to work on.
        count: How many processes; 1 does the work in this one.
        prepare: Called once in each process, before its first input.
        arguments: What *prepare* is called with.

    Yields:
        (input, result or error) in the order of the inputs. A process that dies or takes longer than
        :data:`LIMIT_SECONDS` is an error of its input alone. At most a few results wait at a time. An interrupt from the
        keyboard reaches this process only, which ends the others.
    """
    waiting = list(inputs)
    if count == 1 or len(waiting) < _SMALL:
        if waiting:
            prepare(*arguments)
        for one in waiting:
            yield one, _attempt(work, one)
        return
    with ProcessPool(count, context=get_context("spawn"), initializer=prepare, initargs=list(arguments)) as pool:
        running: deque[tuple[Input, Any]] = deque()
        try:
            for one in waiting:
                with _no_interrupt():  # the first call starts the threads and processes of the pool, which inherit this
                    running.append((one, pool.schedule(_attempt, args=[work, one], timeout=LIMIT_SECONDS)))
                if len(running) > count * _AHEAD:
                    yield _finished(*running.popleft())
            while running:
                yield _finished(*running.popleft())
        finally:
            pool.stop()  # type: ignore[no-untyped-call]


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Keep an interrupt from the keyboard waiting; threads and processes that start meanwhile never get one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # started later, it would let signals through to what starts after it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _LateError(BaseException):
    """The time for one input is over; no reader takes it for damage of its file."""


@contextmanager
def _time_limit() -> Iterator[None]:
    """Raise when the work of this process takes too long, where the system can tell."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(number: int, frame: object) -> NoReturn:
        raise _LateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _attempt(work: Callable[[Input], Output], one: Input) -> Output | TipgraphError:
    try:
        with _time_limit():
            return work(one)
    except TipgraphError as error:
        return error
    except _LateError:
        return _too_slow(one)
    except MemoryError:
        return UsageError(f"{shown(str(one))}: too large for the memory of this machine: split the document")
    except Exception as error:  # one document must not stop the others: its fault is told with its name
        fault = UsageError(
            f"{shown(str(one))}: {type(error).__name__}: {error}: this is a fault of tipgraph, please report it"
        )
        fault.add_note(traceback.format_exc())
        return fault


def _too_slow(one: object) -> UsageError:
    return UsageError(
        f"{shown(str(one))}: not done after {LIMIT_SECONDS} seconds: split the document, or give it in another form"
    )


def _finished(one: Input, future: Any) -> tuple[Input, Output | TipgraphError]:
    try:
        return one, future.result()
    except TookTooLong:
        return one, _too_slow(one)
    except ProcessExpired as error:
        reason = f"the process that read it ended with status {error.exitcode}"
        return one, UsageError(f"{shown(str(one))}: {reason}: the file is damaged, or too large for the memory")
