"""Bars of progress: on a terminal, and nowhere else."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipgraph.export.source import Progress


@contextmanager
def shown(name: str) -> "Iterator[Progress]":
    """Show a bar on a terminal; elsewhere nothing."""
    from rich.console import Console  # noqa: PLC0415 - heavy, and not for --help
    from rich.progress import Progress as Bars  # noqa: PLC0415

    with Bars(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bars:
        task = bars.add_task(name, total=None)
        yield lambda done, of: bars.update(task, completed=done, total=of)
