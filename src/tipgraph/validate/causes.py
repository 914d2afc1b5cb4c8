"""Causes and their consequences: one broken thing breaks others, and is to be told once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from tipgraph.namespaces import ID, PREFIXES, short
from tipgraph.turtle import TermWriter
from tipgraph.validate.report import Result, Severity

_OF_TEXTS: Final = frozenset({"anchors", "extraction"})
"""Layers whose findings follow from a source text that was changed."""
_OF_NO_DATA: Final = frozenset({"shape-form", "shape-in-use", "rule-runs"})
"""Findings that say nothing of the data, and so are no cause of other answers."""
_NO_VALUE: Final = "literal-value"
_DOCUMENT: Final = "document/"
_NEAR: Final = 80.0
"""How alike two names are, of a hundred (rapidfuzz, ratio), of which one may be the other with a slip."""


Following = Callable[[Result, Result], bool]
"""Tells of the answer of a question and of a fault whether the one may follow from the other."""


def told_once(results: Iterable[Result], may_follow: Following = lambda answer, cause: True) -> list[Result]:
    """Leave out what follows from something else that was found; the cause says how much that is.

    - A thing that was published and is gone: whatever names it. A thing that is described nowhere: all else that is said
      of a statement which names it, and the other statements which do.
    - A source text that has changed: its anchors, and what is extracted from it.
    - An extracted file that is not what the rules produce: everything else in it, and what the register says of the
      things of its document.
    - A name that was published and is gone from what is kept by hand: extracted files that have it, for the rules look
      it up; and the name that is new in its place.
    - A literal that is no value: whatever else is wrong with it.
    - Something wrong with the data: the answers of questions that look at it.

    Args:
        results: What was found.
        may_follow: Tells whether the answer of a question may be otherwise because of a fault of the data.

    Returns:
        The causes in their order, the number of their consequences in :attr:`Result.follows`.
    """
    everything = list(results)
    causes = _causes(everything)
    finders: list[Finding] = [*_FINDERS, partial(_of_the_data, may_follow=may_follow)]
    places = {result: place for place, result in enumerate(everything)}
    counted: Counter[Result] = Counter()
    kept = []
    for result in everything:
        root = _root(result, causes, places, finders)
        if root == result:
            kept.append(result)
        else:
            counted[root] += 1
    return [replace(result, follows=counted[result]) if counted[result] else result for result in kept]


def _root(result: Result, causes: "Causes", places: Mapping[Result, int], finders: Sequence["Finding"]) -> Result:
    """Go from a result to what it follows from, and on; where that leads in a circle, the first in it is the cause."""
    way = [result]
    while cause := next((found for find in finders if (found := find(way[-1], causes)) and found != way[-1]), None):
        if cause in way:
            return min(way[way.index(cause) :], key=places.__getitem__)
        way.append(cause)
    return way[-1]


Causes = Mapping[tuple[str, str], Result]
"""Results that others may follow from, by what they are and what they are about."""


def _causes(results: list[Result]) -> dict[tuple[str, str], Result]:
    found: dict[tuple[str, str], Result] = {}
    for result in results:
        for key in _keys(result):
            found.setdefault(key, result)
    return found


def _keys(result: Result) -> Iterator[tuple[str, str]]:
    if result.shape == "register-kept":
        yield "gone", result.focus
    if result.shape == "described" and result.value:
        yield "nowhere", result.value
    if result.shape == "manifest-hash" and result.file:
        yield "text", PurePosixPath(result.file).stem
    if result.layer == "extraction" and result.file:
        yield "extracted", result.file
    if result.shape == _NO_VALUE:
        yield "value", f"{result.focus} {result.path}"
    is_of_data = result.layer not in ("questions", "consistency", "") and result.shape not in _OF_NO_DATA
    if result.severity is Severity.VIOLATION and is_of_data:
        yield "data", " ".join(map(str, (result.focus, result.path, result.value, result.shape, result.file)))


def _of_a_thing(result: Result, causes: Causes) -> Result | None:
    for iri in (result.value, result.focus):
        if iri and (cause := causes.get(("gone", iri))):
            return cause
    return causes.get(("nowhere", result.value)) if result.value else None


def _of_a_text(result: Result, causes: Causes) -> Result | None:
    if result.layer not in _OF_TEXTS or not result.file:
        return None
    return causes.get(("text", PurePosixPath(result.file).stem))


def _of_a_file(result: Result, causes: Causes) -> Result | None:
    return causes.get(("extracted", result.file)) if result.file and result.layer != "syntax" else None


def _of_an_extract(result: Result, causes: Causes) -> Result | None:
    """What the register lacks, or has too much, of a document that is not what the rules produce."""
    if not result.shape.startswith("register-"):
        return None
    name = _new_name(result) if result.shape == "register-complete" else short(result.focus)
    if not name.startswith(_DOCUMENT):
        extracted = (cause for (kind, _), cause in causes.items() if kind == "extracted")
        return next((one for one in extracted if _names(one.correction, result.focus)), None)
    slug = name.removeprefix(_DOCUMENT).split("/")[0]
    return next(
        (c for (kind, file), c in causes.items() if kind == "extracted" and PurePosixPath(file).stem == slug), None
    )


def _of_a_lost_name(result: Result, causes: Causes) -> Result | None:
    """What the rules make otherwise since a name that they look up is gone, and the name that is like the lost one."""
    gone = [(iri, cause) for (kind, iri), cause in causes.items() if kind == "gone"]
    if result.layer == "extraction":
        slug = PurePosixPath(result.file or "").stem
        return next((c for iri, c in gone if _lost(result, iri) and not short(iri).startswith(_DOCUMENT + slug)), None)
    if result.shape == "register-complete" and (name := _new_name(result)):
        return next((c for iri, c in gone if _is_near(name, short(iri))), None)
    return None


def _lost(result: Result, iri: str) -> bool:
    """Tell whether an extracted file has a name where the rules do not: what they still produce is not lost to them."""
    return _names(result.message, iri) and not _names(result.correction, iri)


def _names(words: str, iri: str) -> bool:
    """Tell whether a line of an extracted file, or a message that quotes one, names an IRI."""
    name = re.escape(TermWriter(PREFIXES, ID).iri(iri))
    return bool(re.search(rf"(?<![\w:/-]){name}(?![\w/-])", words))


def _new_name(result: Result) -> str:
    """Return the name that the register lacks, where it lacks one."""
    name, _, rest = result.message.partition(" ")
    return name if rest.startswith("is not") else ""


def _is_near(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - for what is wrong alone

    (folder, _, name), (beside, _, lost) = one.rpartition("/"), other.rpartition("/")
    return folder == beside and fuzz.ratio(name, lost) >= _NEAR


def _of_a_value(result: Result, causes: Causes) -> Result | None:
    return causes.get(("value", f"{result.focus} {result.path}")) if result.path else None


def _of_the_data(result: Result, causes: Causes, may_follow: Following) -> Result | None:
    if result.shape != "question-rows":
        return None
    faults = (cause for (kind, _), cause in causes.items() if kind == "data")
    return next((cause for cause in faults if may_follow(result, cause)), None)


Finding = Callable[[Result, Causes], Result | None]
_FINDERS: Final[tuple[Finding, ...]] = (
    _of_a_value,
    _of_a_text,
    _of_a_lost_name,
    _of_an_extract,
    _of_a_file,
    _of_a_thing,
)
