"""What keeps a build from being released: IRIs that were published and are gone, and whatever does not validate."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tipgraph.changes.statements import Statements, quads_of, sorted_statements
from tipgraph.errors import TipgraphError
from tipgraph.namespaces import DCTERMS, OWL, TIP, short
from tipgraph.record import Record
from tipgraph.release.folder import REGISTER, Release
from tipgraph.turtle import natural_key
from tipgraph.validate.register import PUBLISHED, is_below, read_register
from tipgraph.validate.report import Severity

_MARKED: Final = f" <{TIP}needsReview> "
_DEPRECATED: Final = f" <{OWL}deprecated> "
_SUCCESSOR: Final = f" <{DCTERMS}isReplacedBy> "


class RefusedError(TipgraphError):
    """A build must not be released as it is; the message names every fault and what to do about it."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__(*self.faults)

    def __str__(self) -> str:
        return "\n".join(self.faults)


def refuse_lost(record: Record, dump: Path, previous: Release | None) -> None:
    """Refuse a dataset that lacks what was published before.

    Args:
        record: The record, whose register says what was ever published.
        dump: The new dataset.
        previous: The release before, if there is one.

    Raises:
        RefusedError: If an IRI of the register or of that release is not described, or is deprecated and its successor is
            not; every one is named.
    """
    with sorted_statements(dump) as statements:
        described = _subjects(statements)
        before = _published(record, previous)
        faults = [_lost(iri) for iri in sorted(before - described, key=natural_key)]
        faults += _without_successor(statements, described)
    if faults:
        raise RefusedError(faults)


def refuse_invalid(record: Record, *, owl: bool = True) -> None:
    """Refuse a record that does not validate.

    Args:
        record: The record.
        owl: Whether the reasoner is asked too; it needs Java.

    Raises:
        RefusedError: If any check finds a violation; all are named.
    """
    from tipgraph.validate import check  # noqa: PLC0415 - heavy

    report = check(record, skip=() if owl else ("consistency",))
    if not report.conforms:
        found = [result.text for result in report.results if result.severity is Severity.VIOLATION]
        raise RefusedError([*found, "the record does not validate: mend it until 'tipgraph validate' finds nothing"])


def _published(record: Record, previous: Release | None) -> set[str]:
    """Find what was published: the registers, then and now, and what the release before describes."""
    found = set(read_register(record.register))
    if previous is None:
        return found
    found |= set(read_register(previous.directory / REGISTER))
    with sorted_statements(previous.dump) as statements:
        marked = {line[1 : line.index(">")] for line in statements if _MARKED in line}
        found |= {iri for iri in _subjects(statements) if not is_below(iri, marked)}
    return found


def _subjects(statements: Statements) -> set[str]:
    """Find the things below our own namespaces that are described."""
    subjects = (subject[1:-1] for subject, _ in statements.by_subject() if subject.startswith("<"))
    return {iri for iri in subjects if iri.startswith(PUBLISHED)}


def _without_successor(statements: Statements, described: set[str]) -> Iterator[str]:
    for subject, lines in statements.by_subject():
        if not any(_DEPRECATED in line for line in lines) or not subject[1:-1].startswith(PUBLISHED):
            continue
        successors = quads_of(line for line in lines if _SUCCESSOR in line)
        if not any(getattr(quad.object, "value", None) in described for quad in successors):
            yield (
                f"{short(subject[1:-1])} is deprecated and its successor is not in the record: "
                "name one that is with dcterms:isReplacedBy"
            )


def _lost(iri: str) -> str:
    return (
        f"{short(iri)} was published and is gone: restore it, or describe it with owl:deprecated true and "
        "dcterms:isReplacedBy its successor"
    )
