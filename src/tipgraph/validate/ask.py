"""The competency questions as a layer: their rows, or where no build can be asked for them, at least their form."""

from collections.abc import Collection, Iterator
from typing import Final

from pyoxigraph import Store

from tipgraph.dataset.assemble import assemble
from tipgraph.dataset.store import fill_store
from tipgraph.errors import TipgraphError
from tipgraph.validate.layers import Run
from tipgraph.validate.questions import check_questions, stems_of
from tipgraph.validate.report import Result

_ROWS: Final = "question-rows"


def check_answers(run: Run, only: Collection[str] | None = None) -> Iterator[Result]:
    """Ask questions of what a build would hold.

    Args:
        run: What is checked; where no build can be had of it, that is noted, with the cause and where it stands.
        only: The names of the questions, without end; all of the record otherwise.

    Yields:
        As :func:`check_questions`; without a build what can be told without one: whether a question can be asked, has the
        columns that are expected, and has its rows beside it.
    """
    if run.record is None:
        return
    store, cause = _store(run)
    found = check_questions(run.record, store or Store(), only)
    if store is not None:
        yield from found
        return
    yield from (result for result in found if result.shape != _ROWS)
    number = len(stems_of(run.record) if only is None else only)
    what = "1 competency question" if number == 1 else f"{number} competency questions"
    run.skipped.append(f"questions: the rows of {what}: {cause}")


def _store(run: Run) -> tuple[Store | None, str]:
    """Return what a build would hold, or why there is none."""
    if run.unread:
        first = run.unread[0]
        return None, f"{first.place.strip()} {first.message}; mend it first"
    if run.clashes:
        first = run.material.places.found(run.clashes[0])
        return None, f"{first.place.strip()} {first.message}"
    assert run.record
    try:
        return fill_store(assemble(run.record)), ""
    except TipgraphError as error:
        return None, str(error).replace(f"{run.record.root}/", "")
