"""A validation that ends in time: in a process of its own, which is ended when its time is over."""

import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Final

from tipgraph.validate.layers import Layer
from tipgraph.validate.report import Report, Result

Told = Callable[[str, list[Result]], None]
"""Told of each layer that has ended: its name, and what it found."""
Work = Callable[[Told], Report]

_GRACE: Final = 5.0
"""Seconds that an ended process may take to be gone."""


def within(seconds: float, work: Work, layers: Iterable[Layer]) -> Report:
    """Validate within a time.

    Args:
        seconds: How long it may take.
        work: The validation, told whom to tell of the layers that have ended.
        layers: The layers that it runs, in their order.

    Returns:
        Its report. Where the time did not suffice: what was found until then, and which layers were not reached.

    Raises:
        Exception: Whatever the validation raises.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()
    found: dict[str, list[Result]] = {}
    try:
        report = _heard(ours, time.monotonic() + seconds, found)
    finally:
        _end(process)
    if report is not None:
        return report
    missed = [one.name for one in layers if one.name not in found]
    reason = f"{', '.join(missed)}: not reached within {seconds:g} seconds (--timeout)"
    made = Report.of([result for results in found.values() for result in results], 0, [reason], found)
    return replace(made, complete=False)


def _heard(ours: Connection, end: float, found: dict[str, list[Result]]) -> Report | None:
    """Take what the process tells, until it has ended or its time is over."""
    while ours.poll(max(end - time.monotonic(), 0)):
        try:
            told = ours.recv()
        except EOFError:
            raise RuntimeError("the validation was ended from outside: see whether memory was free") from None
        if isinstance(told, Exception):
            raise told
        if isinstance(told, Report):
            return told
        name, results = told
        found[name] = results
    return None


def _run(work: Work, theirs: Connection) -> None:
    """Run the validation in the process, which leads a group: so its reasoner ends with it."""
    with suppress(OSError, AttributeError):
        os.setsid()
    try:
        theirs.send(work(lambda name, results: theirs.send((name, results))))
    except Exception as error:
        error.add_note(traceback.format_exc())
        theirs.send(error)


def _end(process: multiprocessing.process.BaseProcess) -> None:
    if process.is_alive() and process.pid:
        process.join(0.2)  # it may be about to end
    if process.is_alive() and process.pid:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.join(_GRACE)
