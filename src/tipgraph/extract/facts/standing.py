"""Who is party to a treaty, or has signed it, as an attendance or a sentence about accessions says."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal

from tipgraph.documents.dates import find_moment
from tipgraph.documents.words import sentences
from tipgraph.extract.emit import Emitter, iri, moment, typed
from tipgraph.extract.model import Part, Provision
from tipgraph.extract.names import Name, split_list

_ACCEDED = re.compile(r"\b(?:had )?(?P<verb>acceded to|ratified) the (?P<treaty>[^:]+?): (?P<list>[^.]+)\.")
_AS_OF = "The words print no date for the standing: it is given as of the first day of the meeting that they report on."


def emit_status(
    emitter: Emitter,
    provision: Part,
    name: Name | None,
    treaty: str,
    status: str,
    printed: str,
    since: Literal | None = None,
) -> None:
    """Add what a party is to a treaty as of the session, at which it is said."""
    start = emitter.session_start
    if not name or not start:
        return
    path = f"document/{emitter.slug}/{provision.path}/treaty-status/{name.key}"
    node = emitter.node(path, "tip:TreatyStatus", f"{printed}: {status} as of {start}", provision)
    emitter.add(node, "tip:party", iri(name.iri))
    emitter.add(node, "tip:instrument", iri(treaty))
    emitter.add(node, "tip:status", iri(f"treaty-status/{status}"))
    emitter.add(node, "tip:asOf", typed(start, "date"))
    emitter.say_why(node, _AS_OF)
    emitter.add(node, "tip:since", since)


def emit_accessions(emitter: Emitter, provision: Provision) -> None:
    """Add the States that a sentence lists as having acceded to or ratified a treaty, since when it says."""
    for sentence, match in _acceded(emitter.words(provision)):
        treaty = emitter.names.find(match["treaty"], "instrument")
        if not treaty:
            continue
        before = sentence[: match.start()]
        since = moment(find_moment(before)) if "since" in before else None
        status = "acceded" if match["verb"].startswith("acceded") else "ratified"
        for printed, name in split_list(match["list"], emitter.names, "state", "body"):
            if not name:
                emitter.report(provision, printed, "no State of this name is known")
            emit_status(emitter, provision, name, treaty[0].iri, status, printed, since)


def _acceded(words: str) -> Iterator[tuple[str, re.Match[str]]]:
    for _, sentence in sentences(words):
        match = _ACCEDED.search(sentence)
        if match:
            yield sentence, match
