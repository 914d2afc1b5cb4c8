"""Saying how far a long run is: a bar on a terminal, lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Steps:
    """The steps of a run."""

    def __init__(self, total: int, console: Console) -> None:
        self._began = time.perf_counter()
        self._console = console
        self._bar: Progress | None = None
        self._task = None
        if console.is_terminal:
            columns = (
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            # Seldom drawn anew: the measuring goes on in the same process.
            self._bar = Progress(*columns, console=console, transient=True, refresh_per_second=2)
            self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> "Steps":
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Do one step; a line is written for it where there is no bar."""
        if self._bar is not None:
            self._bar.update(self._task, description=what)
        else:
            print(f"[{time.perf_counter() - self._began:4.0f} s] {what}", file=self._console.file, flush=True)
        yield
        if self._bar is not None:
            self._bar.advance(self._task)

    def note(self, what: str) -> None:
        """Say how far a step is; only a bar shows it."""
        if self._bar is not None:
            self._bar.update(self._task, description=what)
