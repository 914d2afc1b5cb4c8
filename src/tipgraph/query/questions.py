"""The competency questions: queries with a name, kept in the record."""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tipgraph.errors import FileError, UsageError
from tipgraph.files import read_text_strict
from tipgraph.record import Record

_FILE: Final = re.compile(r"(\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)")
_HEADER: Final = re.compile(r"^# (title|answers|group):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """A competency question; its file is ``queries/<number>-<name>.rq``."""

    number: int
    name: str
    title: str
    """The question in words."""
    answers: str
    """What the columns and rows of the answer are, and where in the documents it was worked out."""
    group: str
    """What the question is about; empty where its file does not say."""
    text: str
    """The query."""
    path: Path


def load_questions(record: Record) -> list[Question]:
    """Read every competency question of a record.

    Args:
        record: Where they lie.

    Returns:
        The questions by number, then name.

    Raises:
        tipgraph.errors.FileError: If a file is not named as a question is, or lacks its title or what it answers.
        tipgraph.errors.TipgraphError: If a file cannot be read.
    """
    questions = [_read(path) for path in record.queries.glob("*.rq")]
    return sorted(questions, key=lambda question: (question.number, question.name))


def find_question(record: Record, name: str) -> Question:
    """Find a question by its name.

    Args:
        record: Where the questions lie.
        name: The part of the file's name behind its number, or the whole of it with or without ``.rq``.

    Returns:
        The question.

    Raises:
        tipgraph.errors.UsageError: If there is none of this name; the message has the nearest ones.
    """
    questions = load_questions(record)
    wanted = name.removesuffix(".rq")
    for question in questions:
        if wanted in {question.name, question.path.stem}:
            return question
    raise UsageError(f"there is no question named '{name}'; {_nearest(wanted, [q.name for q in questions])}")


def _nearest(wanted: str, names: list[str]) -> str:
    """Say which names come near to one that does not exist: by their letters, or by a word of theirs."""
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    words = sorted({word for name in names for word in name.split("-") if len(word) > 3})
    meant = {match for word in wanted.split("-") for match in difflib.get_close_matches(word, words, n=2, cutoff=0.8)}
    near += [name for name in names if name not in near and meant & set(name.split("-"))]
    if not near:
        return "'tipgraph query --list' shows them all"
    return f"did you mean {' or '.join(near[:3])}? 'tipgraph query --list' shows them all"


def _read(path: Path) -> Question:
    named = _FILE.fullmatch(path.stem)
    if named is None:
        raise FileError(path, "this is not the name of a question", "name it NN-words-with-hyphens.rq")
    text = read_text_strict(path)
    header = dict(_HEADER.findall(text))
    for field in ("title", "answers"):
        if not header.get(field):
            raise FileError(path, f"the query has no '# {field}:' line", "add one at its head")
    return Question(int(named[1]), named[2], header["title"], header["answers"], header.get("group", ""), text, path)
