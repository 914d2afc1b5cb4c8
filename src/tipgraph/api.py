"""The record from Python: :func:`tipgraph.load` and :func:`tipgraph.query`."""

import keyword
from collections import namedtuple
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tipgraph.namespaces import XSD
from tipgraph.record import Record

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Dataset

Value = str | int | float | Decimal | bool | date | datetime | None
"""What a cell of an answer can be; ``None`` where a variable has no value in a row."""

_CONVERTED: Final[dict[str, Any]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda form: form in {"true", "1"},
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}


class Iri(str):
    """An IRI: a string that is told apart from words by its class."""

    __slots__ = ()


def load(record: Path | str | None = None) -> "Dataset":
    """Load the record as a dataset of rdflib, over the engine.

    The default graph is the merge of all named graphs, stored as such: a fact counts once in it, however many sources
    state it. ``dataset.graph("https://w3id.org/tipgraph/graph/curated/status")`` is the graph of one source. A query
    with prepared text, or with ``base=``, is answered by rdflib's own engine, which is slower: give neither.

    Args:
        record: The folder of the record; as :meth:`tipgraph.record.Record.find` otherwise.

    Returns:
        A dataset of its own: what is changed in it changes neither the record nor another dataset.

    Raises:
        tipgraph.errors.TipgraphError: If the record cannot be read.
    """
    from oxrdflib import OxigraphStore  # noqa: PLC0415 - heavy, and not for the command line
    from rdflib import Dataset  # noqa: PLC0415

    from tipgraph.dataset.store import open_record  # noqa: PLC0415
    from tipgraph.namespaces import PREFIXES  # noqa: PLC0415

    dataset = Dataset(store=OxigraphStore(store=open_record(_find(record))))
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def query(question: str, record: Path | str | None = None) -> list[Any]:
    """Ask the record.

    Args:
        question: SPARQL, or the name of one of the record's own questions, as ``"victim-compensation"``. The prefixes
            of the record need no declaration; a relative IRI is that of a thing.
        record: The folder of the record; as :meth:`tipgraph.record.Record.find` otherwise.

    Returns:
        For SELECT, the rows: named tuples with a field for every variable, in the query's order (a name that Python
        does not allow, as ``class``, gets an underscore behind it). For ASK, one row with the field ``answer``. For
        CONSTRUCT and DESCRIBE, the triples: named tuples ``subject``, ``predicate``, ``object``. IRIs are :class:`Iri`;
        numbers, truth values, dates and times are Python's; other literals are strings, and what has no value is
        ``None``.

    Raises:
        tipgraph.errors.UsageError: If there is no question of this name.
        tipgraph.errors.MalformedError: If it is not SPARQL, with line and column.
        tipgraph.errors.TipgraphError: If it asks for a service or an update, or the record cannot be read.
    """
    from pyoxigraph import QueryBoolean, QuerySolutions  # noqa: PLC0415 - heavy, and not for the command line

    from tipgraph.query.prepare import prepare  # noqa: PLC0415
    from tipgraph.query.questions import find_question  # noqa: PLC0415
    from tipgraph.query.run import evaluate  # noqa: PLC0415

    found_record = _find(record)
    named = not any(character in question for character in " \t\r\n{")
    text = find_question(found_record, question).text if named and question else question
    found = evaluate(_store(found_record), prepare(text))
    if isinstance(found, QueryBoolean):
        return [_row_type(("answer",))(bool(found))]
    if isinstance(found, QuerySolutions):
        row = _row_type(tuple(variable.value for variable in found.variables))
        return [row(*map(_value, solution)) for solution in found]
    triple = _row_type(("subject", "predicate", "object"))
    triples = sorted(set(found), key=str)
    return [triple(_value(t.subject), _value(t.predicate), _value(t.object)) for t in triples]


def _find(record: Path | str | None) -> Record:
    return Record.find(None if record is None else Path(record))


def _store(record: Record) -> "Store":
    """Return the store of a record as its files are now; the last one asked for is kept."""
    from tipgraph.dataset.build import inputs  # noqa: PLC0415

    return _kept_store(record, tuple(sorted(inputs(record).items())))


@lru_cache(maxsize=1)
def _kept_store(record: Record, _inputs: tuple[tuple[str, str], ...]) -> "Store":
    from tipgraph.dataset.store import open_record  # noqa: PLC0415

    return open_record(record)


@lru_cache(maxsize=256)
def _row_type(names: tuple[str, ...]) -> Any:
    """Make the class of the rows of a query."""
    return namedtuple("Row", list(_field_names(names)))


def _field_names(names: Iterable[str]) -> Iterable[str]:
    taken: set[str] = set()
    for name in names:
        field = f"{name}_" if keyword.iskeyword(name) else name
        if not field.isidentifier():
            field = f"column_{field}"
        field = f"column{field}" if field.startswith("_") else field
        while field in taken:
            field += "_"
        taken.add(field)
        yield field


def _value(term: object) -> Value:
    """Turn a term into what Python has for it."""
    from pyoxigraph import Literal, NamedNode  # noqa: PLC0415

    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if not isinstance(term, Literal):
        return str(term)
    convert = _CONVERTED.get(term.datatype.value.removeprefix(XSD))
    if convert is None:
        return term.value
    try:
        found: Value = convert(term.value)
    except (ValueError, ArithmeticError):
        return term.value  # a form that XML Schema has and Python has not, as a year of five digits
    return found
