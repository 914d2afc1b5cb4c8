"""The competency questions: each has its expected rows, and the record answers it with these."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from tipgraph.errors import FileError, TextError, TipgraphError
from tipgraph.extract.report import differs_at
from tipgraph.files import read_text_strict
from tipgraph.query.prepare import Prepared, prepare
from tipgraph.query.run import evaluate
from tipgraph.record import Record
from tipgraph.validate.report import Place, Result, Severity

Row = tuple[str, ...]


def stems_of(record: Record) -> set[str]:
    """Return the names of the questions of a record, without end: of what is asked, and of what is expected."""
    return {path.stem for end in ("rq", "csv") for path in record.queries.glob(f"*.{end}")}


def check_questions(record: Record, store: Store, only: Collection[str] | None = None) -> Iterator[Result]:
    """Ask the questions of a record.

    Args:
        record: Where questions and expected rows lie.
        store: What a build of the record holds.
        only: The names of those that are asked; all of them otherwise.

    Yields:
        What is wrong with a question or its expected rows; for each row that is missing or too many, where it stands in
        the file of expected rows and what would have to stand there.
    """
    folder = record.queries
    for stem in sorted(stems_of(record) if only is None else only):
        question, expected = folder / f"{stem}.rq", folder / f"{stem}.csv"
        if not question.exists():
            yield _fault(
                record, "question-asked", expected, f"there is no {question.name}: add it, or remove this file"
            )
        elif not expected.exists():
            message = f"there is no {expected.name}: work the rows out from the documents, and put them there"
            yield _fault(record, "question-expected", question, message)
        else:
            yield from check_question(record, question, store)


def check_question(record: Record, path: Path, store: Store) -> Iterator[Result]:
    """Ask one question, and compare its rows with the file beside it; as :func:`check_questions`."""
    try:
        query = prepare(read_text_strict(path), str(path))
        expected = _rows(read_text_strict(path.with_suffix(".csv")))
        solutions = evaluate(store, query)
    except TextError as error:
        file, line, column, reason, way_out = error.args
        yield _fault(record, "question-parses", Path(file), f"{reason}: {way_out}", Place(line, column))
    except FileError as error:
        yield _fault(record, "question-parses", Path(error.args[0]), f"{error.args[1]}: {error.args[2]}")
    except TipgraphError as error:
        yield _fault(record, "question-parses", path, str(error).removeprefix(f"{path}:").strip())
    else:
        if not isinstance(solutions, QuerySolutions):
            message = "it is no SELECT query: let it select the columns of its rows"
            yield _fault(record, "question-parses", path, message)
            return
        answer = solutions.serialize(format=QueryResultsFormat.CSV) or b""
        columns, *found = (row for row, _ in _rows(answer.decode("utf-8")))
        table = path.with_suffix(".csv")
        if expected[0][0] != columns:
            message = f"the columns of the question are {_line(columns)!r}: {_way_to_columns(expected[0][0])}"
            yield _fault(
                record,
                "question-columns",
                table,
                message,
                Place(1, differs_at(_line(expected[0][0]), _line(columns))),
                _line(columns),
            )
        else:
            yield from _compare(record, table, expected[1:], found, ordered=_is_ordered(query))


def _way_to_columns(expected: Row) -> str:
    """Say what to do where the first line of the expected rows has other columns than the question."""
    if expected[:1] and expected[0].startswith("\ufeff"):
        return "the file begins with a byte-order mark; save it as UTF-8 without one"
    if len(expected) == 1 and ";" in expected[0]:
        return "the file has semicolons between its columns; save it with commas"
    return "name the same ones in both files"


def _is_ordered(query: Prepared) -> bool:
    """Tell whether a query orders its rows; a sub-query that orders its own does not count."""
    depth = 0
    for token in query.tokens:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.word == "ORDER" and not depth:
            return True
    return False


def _compare(
    record: Record, path: Path, expected: list[tuple[Row, int]], found: list[Row], *, ordered: bool
) -> Iterator[Result]:
    """Compare the rows of an answer with those that are expected, each of which has its line."""
    if not ordered:  # any order will do: rows are compared in one of their own
        expected, found = sorted(expected), sorted(found)
    rows = [row for row, _ in expected]
    end = max((line for _, line in expected), default=1) + 1
    if rows != found and Counter(rows) == Counter(found):
        at = next(n for n, (one, other) in enumerate(zip(rows, found, strict=True)) if one != other)
        message = f"the rows are right, their order is not: put {_line(found[at])!r} here, or mend ORDER BY"
        yield _fault(record, "question-rows", path, message, Place(expected[at][1], 1), _line(found[at]))
        return
    for kind, a, b, c, d in SequenceMatcher(None, rows, found, autojunk=False).get_opcodes():
        if kind != "equal":
            after = expected[b][1] if b < len(expected) else end
            yield from _differing(record, path, expected[a:b], found[c:d], after)


def _differing(
    record: Record, path: Path, expected: list[tuple[Row, int]], found: list[Row], after: int
) -> Iterator[Result]:
    """Tell which rows are missing and which stand in their place; ``after`` is the line behind them."""
    for number, (row, line) in enumerate(expected):
        instead = _line(found[number]) if number < len(found) else ""
        message = (
            f"the row {_line(row)!r} is expected, the record {f'answers {instead!r} instead' if instead else 'has none'}: "
            "read the documents again, then correct the record, the question or the row"
        )
        yield _fault(record, "question-rows", path, message, Place(line, differs_at(_line(row), instead)), instead)
    for row in found[len(expected) :]:
        message = f"the record answers {_line(row)!r} before this line, too: correct the record or the question, or add the row"
        yield _fault(record, "question-rows", path, message, Place(after, 1), _line(row))


def _rows(text: str) -> list[tuple[Row, int]]:
    """Read CSV: each row with the line at which it begins, however the lines end."""
    reader = csv.reader(io.StringIO(text, newline=""))
    rows, line = [], 1
    for row in reader:
        rows.append((tuple(row), line))
        line = reader.line_num + 1
    return rows or [((), 1)]


def _line(row: Row) -> str:
    """Write a row as it stands in a file."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="").writerow(row)
    return written.getvalue()


def _fault(
    record: Record, name: str, path: Path, message: str, place: Place | None = None, correction: str = ""
) -> Result:
    file = path.relative_to(record.root).as_posix()
    return Result(name, Severity.VIOLATION, file, message, correction=correction).at(file, place)
