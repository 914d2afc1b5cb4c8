"""The parts of a document as the record has them: what they are, where they stand, what they belong to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import NamedNode

from tipgraph.namespaces import DCTERMS, ID, OA, TIP
from tipgraph.query.lookup import TYPE, Lookup
from tipgraph.site.reader.names import first_literal
from tipgraph.site.reader.words import Span

DOCUMENTS: Final = ID + "document/"
_IN_DOCUMENT: Final = NamedNode(TIP + "inDocument")
_ANCHOR: Final = NamedNode(TIP + "anchor")
_SELECTOR: Final = NamedNode(OA + "hasSelector")
_SOURCE: Final = NamedNode(OA + "hasSource")
_EXACT: Final = NamedNode(OA + "exact")
_START: Final = NamedNode(OA + "start")
_END: Final = NamedNode(OA + "end")
_ORDINAL: Final = NamedNode(TIP + "ordinal")
_PARENT: Final = NamedNode(DCTERMS + "isPartOf")
_HEADING: Final = NamedNode(TIP + "underHeading")
_ATTACHED: Final = NamedNode(TIP + "attachedTo")
_WORDS: Final = tuple(NamedNode(TIP + name) for name in ("heading", "text"))
_LABELS: Final = tuple(NamedNode(TIP + name) for name in ("printedLabel", "number"))
_FIELD: Final = NamedNode(TIP + "fieldName")
_CITED_AS: Final = NamedNode(TIP + "paragraphLabel")


class Kind(StrEnum):
    """What a part is, as far as a page shows it in another way."""

    SECTION = "section"
    FOOTNOTE = "footnote"
    FIELD = "field"
    ROW = "row"
    PROVISION = "provision"


_KINDS: Final = {
    NamedNode(TIP + name): kind
    for name, kind in (
        ("Section", Kind.SECTION),
        ("Footnote", Kind.FOOTNOTE),
        ("MastheadField", Kind.FIELD),
        ("TableRow", Kind.ROW),
    )
}


@dataclass(frozen=True)
class Part:
    """A part of a document."""

    node: NamedNode
    kind: Kind
    fragment: str
    """Its path below the IRI of the document, such as ``8/2``."""
    label: str
    """The number or letter that is printed before it; of a masthead field its name. Empty where there is none."""
    cited: str
    """How one cites it within its document, such as ``8(b)``; of a part without such a label empty."""
    name: str
    """What it is called within its document, such as ``paragraph 8(b)``."""
    words: str
    """What the record gives as its words, for a part that no anchor quotes."""
    spans: tuple[Span, ...]
    """Where its words stand, in the order of its anchors."""
    ordinal: int
    parent: NamedNode | None
    """The part that it is an item or a subsection of."""
    heading: NamedNode | None
    """The innermost section that it stands in."""
    attached: tuple[NamedNode, ...]
    """Of a footnote: the parts that bear its mark."""

    @property
    def start(self) -> int:
        """Where it begins; what stands nowhere comes last."""
        return min((span.start for span in self.spans), default=1 << 60)


def fragment_of(node: NamedNode, document: NamedNode) -> str:
    """Return the path of a part below the IRI of its document; its whole path where it lies elsewhere."""
    below = document.value + "/"
    return node.value.removeprefix(below if node.value.startswith(below) else ID)


def parts_of(lookup: Lookup, document: NamedNode, source: NamedNode | None) -> list[Part]:
    """Read the parts of a document.

    Args:
        lookup: The dataset.
        document: A document.
        source: The source text whose offsets count.

    Returns:
        The parts, in the order in which they begin in the source text.
    """
    nodes = [node for node in lookup.subjects(_IN_DOCUMENT, document) if isinstance(node, NamedNode)]
    found = [_part(lookup, node, document, source) for node in nodes]
    return sorted(found, key=lambda part: (part.start, part.ordinal, part.fragment))


def _part(lookup: Lookup, node: NamedNode, document: NamedNode, source: NamedNode | None) -> Part:
    types = [kind for kind in lookup.objects(node, TYPE) if isinstance(kind, NamedNode)]
    kind = next((_KINDS[one] for one in types if one in _KINDS), Kind.PROVISION)
    fragment = fragment_of(node, document)
    label = first_literal(lookup, node, *_LABELS)
    if kind == Kind.FIELD:
        label = first_literal(lookup, node, _FIELD).replace("-", " ")
    cited = first_literal(lookup, node, _CITED_AS)
    return Part(
        node,
        kind,
        fragment,
        label,
        cited,
        _name(kind, fragment, label, cited),
        first_literal(lookup, node, *_WORDS),
        _spans(lookup, node, source),
        _number(first_literal(lookup, node, _ORDINAL)),
        next(iter(lookup.nodes(node, _PARENT)), None),
        next(iter(lookup.nodes(node, _HEADING)), None),
        tuple(lookup.nodes(node, _ATTACHED)),
    )


def _name(kind: Kind, fragment: str, label: str, cited: str) -> str:
    if kind == Kind.PROVISION:
        return f"paragraph {cited}" if cited else fragment
    if kind == Kind.FIELD:
        return label or fragment
    if kind == Kind.ROW:
        return f"table row {fragment.rpartition('/')[2]}"
    return f"{kind} {label}" if label else f"{kind} {fragment.removeprefix(f'{kind}/')}"


def _spans(lookup: Lookup, node: NamedNode, source: NamedNode | None) -> tuple[Span, ...]:
    found = []
    for anchor in lookup.nodes(node, _ANCHOR):
        if source is not None and not lookup.has(anchor, _SOURCE, source):
            continue
        selectors = lookup.nodes(anchor, _SELECTOR)
        exact, start, end = (
            next((first_literal(lookup, one, wanted) for one in selectors if lookup.has(one, wanted)), "")
            for wanted in (_EXACT, _START, _END)
        )
        if exact and start.isdecimal() and end.isdecimal():
            order = _number(first_literal(lookup, anchor, _ORDINAL))
            found.append((order, Span(int(start), int(end), exact)))
    return tuple(span for _, span in sorted(found, key=lambda one: (one[0], one[1].start)))


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else 0
