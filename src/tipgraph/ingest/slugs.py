"""The name of a document in the record, made from its body, its year and its kind."""

import re

from tipgraph.documents.symbols import slug
from tipgraph.extract.identity import Identity

_SHORT = {
    "report-of-a-meeting": "report",
    "annotated-provisional-agenda": "provisional-agenda",
    "list-of-participants": "participants",
}
"""Kinds whose name is shortened; the others go by the slug of their concept."""

_ONE_A_SESSION = frozenset(
    {"report-of-a-meeting", "annotated-provisional-agenda", "provisional-agenda", "list-of-participants"}
)
"""Kinds of which a session has one document, so that no number is needed to tell them apart."""

_LONGEST = 120
"""Characters of a name: files may have 255, with their endings and the numbers that tell one from another."""

_LATER = re.compile(r"/(Rev|Corr|Add|Amend)\.(\d+)")
_NUMBER = re.compile(r"/(?:(CRP|L|INF|NGO|Misc)[./])?(\d+)$")
_RESOLUTION = re.compile(r"\b(?:[Rr]esolution|[Dd]ecision) (\d+)/(\d+)\b")


def document_slug(identity: Identity, file_name: str) -> str:
    """Name a document.

    Args:
        identity: What the document is.
        file_name: The name of the file it came in, which names a document that does not tell its body or its kind.

    Returns:
        ``<body>-<year>-<kind>``: the stem of the body's sessions (``wg4``, ``cop``) or the slug of its name, the year of the
        session or else of the issue, where one is printed, the kind. Behind it, for kinds of which a session has several
        documents, the number that its symbol, its own number (``7/9``) or its reference ends with; then ``rev-1``, ``corr-1``,
        ``add-1`` as the symbol says: ``wg4-2010-report``, ``wg6-2013-background-paper-3``, ``wg4-2013-report-corr-1``. Small
        letters, digits and hyphens, never more than a file may be called.
    """
    body = identity.stem or (identity.body or "").partition("/")[2]
    if not (body and identity.kind):
        return _short(slug(file_name.rpartition(".")[0] or file_name)) or "document"
    parts = [body, str(identity.year or ""), _SHORT.get(identity.kind, identity.kind)]
    if identity.kind not in _ONE_A_SESSION:
        parts.append(_number(identity))
    parts += [f"{word.lower()}-{number}" for word, number in _LATER.findall(identity.symbol or "")]
    return _short(slug("-".join(part for part in parts if part)))


def _short(name: str) -> str:
    return name[:_LONGEST].rstrip("-")


def _number(identity: Identity) -> str:
    """Return the number that tells a document from others of its kind, or nothing."""
    printed = _NUMBER.search(_LATER.sub("", identity.symbol or ""))
    if printed:
        return "-".join(part for part in printed.groups() if part)
    resolution = _RESOLUTION.search(identity.number or identity.title or "")
    if resolution:
        return "-".join(resolution.groups())
    return (identity.reference or "").partition("(")[0]
