"""What the views need: the workers, the questions, the build; put together once, when the application is made."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeVar

from flask import Flask

from tipgraph import __version__
from tipgraph.dataset.build import Build
from tipgraph.query.questions import Question
from tipgraph.web import worker
from tipgraph.web.cache import AnswerCache, key_of
from tipgraph.web.pool import QueryPool
from tipgraph.web.settings import Settings
from tipgraph.web.worker import Rows

KEY: Final = "tipgraph"
T = TypeVar("T")


@dataclass
class Services:
    """Everything behind the views."""

    settings: Settings
    build: Build
    pool: QueryPool
    questions: Sequence[Question]
    cache: AnswerCache
    _kept: dict[tuple[object, ...], object] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, Question]:
        """The questions by their names."""
        return {question.name: question for question in self.questions}

    @cached_property
    def version(self) -> str:
        """What an answer depends on besides what is asked, as one digest.

        It is made from the build, the program, the settings that answers state, and
        the record's own questions.
        """
        shown = repr(sorted(self.settings.shown.items()))
        asked = [repr((one.number, one.name, one.title, one.answers, one.group, one.text)) for one in self.questions]
        return key_of(self.build.version, __version__, shown, *asked)

    def kept(self, function: Callable[..., T], *arguments: Hashable) -> T:
        """Call a function of ours in a worker, and remember what it returns: the build does not change.

        Args:
            function: As for :meth:`tipgraph.web.pool.QueryPool.run`.
            arguments: The rest of its arguments; never what a client made up, since everything is kept.

        Returns:
            What it returned the first time.
        """
        key = (function, *arguments)
        if key not in self._kept:
            self._kept[key] = self.pool.run(function, *arguments, own=True)
        found: T = self._kept[key]  # type: ignore[assignment]
        return found

    def kept_rows(self, text: str, most: int) -> Rows:
        """Answer one of our own queries, and remember the answer."""
        return self.kept(worker.rows, text, most)


def services(app: Flask) -> Services:
    """Return what an application was made with."""
    found: Services = app.extensions[KEY]
    return found
