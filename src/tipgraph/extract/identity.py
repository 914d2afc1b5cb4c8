"""What tells one document from another: kind, body, session, year, symbol."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from pyoxigraph import Literal, NamedNode

from tipgraph.documents.dates import find_moment
from tipgraph.documents.numbers import ORDINALS
from tipgraph.extract.emit import Emitter, term
from tipgraph.extract.facts.session import printed_ordinal
from tipgraph.namespaces import ID


@dataclass(frozen=True)
class Identity:
    """What a document is, as far as it says so; IRIs are given below ``id/``, what is not printed is None.

    ``kind`` is the slug of a concept of scheme/document-type; ``stem`` the beginning of its body's session IRIs (``wg4``);
    ``joint_symbols`` are those besides ``symbol`` of a document of several bodies, separated by spaces; ``ordinal`` is that of the session,
    where it is printed; ``first_day`` and
    ``issued`` are lexical forms of XML Schema dates; ``year`` is that of the session, or else of the issue; ``language`` is a
    tag, as far as the words tell it.
    """

    kind: str | None = None
    body: str | None = None
    stem: str | None = None
    session: str | None = None
    first_day: str | None = None
    year: int | None = None
    symbol: str | None = None
    joint_symbols: str | None = None
    ordinal: int | None = None
    reference: str | None = None
    number: str | None = None
    title: str | None = None
    issued: str | None = None
    language: str | None = None

    def recognised(self) -> dict[str, str | int]:
        """Return what is known, by the names of the fields, for the manifest."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def of(cls, recognised: Mapping[str, Any]) -> "Identity":
        """Return what a manifest tells; what it tells besides, such as that of another version, is left out."""
        return cls(**{field.name: recognised[field.name] for field in fields(cls) if field.name in recognised})


def identify(emitter: Emitter) -> Identity:
    """Tell what a document is.

    Args:
        emitter: The document, with its kind and session resolved.

    Returns:
        Its identity.
    """
    document = emitter.document
    body = emitter.body.value if emitter.body else None
    stem = (emitter.names.stem_of(body) or _minted_stem(emitter, body)) if body else None
    issued = find_moment(document.field_words("date") or "")
    reference = document.field_words("reference")
    symbols = [part.words(document.source) for part in document.masthead if part.name == "symbol"]
    return Identity(
        kind=emitter.kind,
        body=body.removeprefix(ID) if body else None,
        stem=stem,
        session=emitter.session.removeprefix(ID) if emitter.session else None,
        ordinal=ORDINALS.get(printed_ordinal(emitter) or ""),
        first_day=emitter.session_start,
        year=emitter.year,
        symbol=symbols[0] if symbols else None,
        joint_symbols=" ".join(symbols[1:]) or None,
        reference=(reference.partition(":")[2].strip() or reference) if reference else None,
        number=document.field_words("number"),
        title=document.field_words("title") if emitter.language in (None, "en") else None,
        issued=issued[0] if issued else None,
        language=emitter.language,
    )


def _minted_stem(emitter: Emitter, body: str) -> str | None:
    """Return the stem that the extraction itself gives a body which the record does not know."""
    predicate, subject = term("tip:identifierStem"), NamedNode(body)
    stems = (t.object for t in emitter.triples if t.predicate == predicate and t.subject == subject)
    return next((stem.value for stem in stems if isinstance(stem, Literal)), None)
