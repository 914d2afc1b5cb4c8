"""The competency questions: queries with a name, kept in the record."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.errors import FileError, UsageError
from tipgraph.files import read_text_strict
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.edit import Edit, apply
from tipgraph.query.iris import resolve
from tipgraph.query.leads import Lead, read_leads
from tipgraph.query.prepare import prepare
from tipgraph.query.tokens import tokenize
from tipgraph.record import Record

_FILE: Final = re.compile(r"(\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)")
_PARAMETER: Final = re.compile(r'^# parameter:[ \t]*([a-z]+)[ \t]+(\S+)[ \t]+"([^"]+)"[ \t]+(\S+)[ \t]*$', re.MULTILINE)
_SOURCE: Final = re.compile(r"scheme/[a-z-]+|\^?[a-z]+:\w+")
_HEADER: Final = re.compile(r"^# (title|answers|group):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Parameter:
    """A thing in a question that another may take the place of: ``VALUES ?topic { topic:victim-compensation }``.

    The header says so: ``# parameter: topic topic/victim-compensation "Topic" scheme/topic``.
    """

    name: str
    """Its variable, without the question mark."""
    default: str
    """The IRI of the thing that the question is about as it stands."""
    label: str
    """What it is called on a form."""
    source: str
    """What may take its place: ``scheme/topic`` for the concepts of a scheme, ``tip:State`` for the things of a class,
    ``^tip:addressedTo`` for what a property leads to."""
    start: int
    end: int
    """Where the thing stands in the query."""


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
    parameters: tuple[Parameter, ...] = ()
    leads: tuple[Lead, ...] = ()
    """Where the cells of its answer lead on a page."""

    def about(self, things: Mapping[str, str]) -> str:
        """Write the query so that it asks about other things.

        Args:
            things: The IRI of the thing for each parameter that is to have another; each an absolute IRI.

        Returns:
            The query, with these IRIs where the parameters' own things stand, and nothing else changed.
        """
        edits = [
            Edit(one.start, one.end, str(NamedNode(things[one.name]))) for one in self.parameters if one.name in things
        ]
        return apply(edits, self.text)


def load_questions(record: Record) -> list[Question]:
    """Read every competency question of a record.

    Args:
        record: Where they lie.

    Returns:
        The questions by number, then name.

    Raises:
        tipgraph.errors.FileError: If a file is not named as a question is, or lacks its title or what it answers.
        tipgraph.errors.MalformedError: If its leads name a column or a variable that is not there.
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
    parameters = tuple(_parameter(path, text, *found) for found in _PARAMETER.findall(text))
    if len(parameters) != text.count("\n# parameter:"):
        raise FileError(path, "a '# parameter:' line cannot be read", 'write: # parameter: name thing "Label" source')
    told = header["title"], header["answers"], header.get("group", "")
    return Question(int(named[1]), named[2], *told, text, path, parameters, read_leads(text, path))


def _parameter(path: Path, text: str, name: str, default: str, label: str, source: str) -> Parameter:
    """Find the one place at which a parameter has its thing."""
    tokens = tokenize(text)
    found = [
        thing
        for values, variable, opening, thing, closing in zip(*(tokens[at:] for at in range(5)), strict=False)
        if (values.word, variable.text, opening.text, closing.text) == ("VALUES", f"?{name}", "{", "}")
    ]
    query = prepare(text, str(path))
    if len(found) != 1 or resolve(query, found) != [ID + default]:
        way_out = f"write VALUES ?{name} {{ ... }} once, with <{ID}{default}> in it"
        raise FileError(path, f"the parameter '{name}' has no place of its own in the query", way_out)
    if not _SOURCE.fullmatch(source) or (":" in source and source.lstrip("^").partition(":")[0] not in PREFIXES):
        raise FileError(
            path, f"'{source}' says not what '{name}' may be", "write scheme/topic, tip:State or ^tip:topic"
        )
    return Parameter(name, ID + default, label, source, found[0].start, found[0].end)
