"""What the views need: the workers, the questions, the build; put together once, when the application is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from flask import Flask

from tipgraph.dataset.build import Build
from tipgraph.query.questions import Question
from tipgraph.web.pool import QueryPool
from tipgraph.web.worker import Rows

KEY: Final = "tipgraph"


@dataclass
class Services:
    """Everything behind the views."""

    build: Build
    pool: QueryPool
    questions: Sequence[Question]
    _kept: dict[str, Rows] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, Question]:
        """The questions by their names."""
        return {question.name: question for question in self.questions}

    def kept_rows(self, text: str, most: int) -> Rows:
        """Answer one of our own queries, and remember the answer: the build does not change."""
        if text not in self._kept:
            self._kept[text] = self.pool.rows(text, most)
        return self._kept[text]


def services(app: Flask) -> Services:
    """Return what an application was made with."""
    found: Services = app.extensions[KEY]
    return found
