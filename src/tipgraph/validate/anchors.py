"""Anchors against the source texts: the quoted words stand where the record says they stand."""

from collections.abc import Iterator

from tipgraph.errors import TipgraphError
from tipgraph.namespaces import DCTERMS, OA, TIP, short
from tipgraph.validate.facts import Facts
from tipgraph.validate.material import Material
from tipgraph.validate.registry import Found, named


class AnchorError(TipgraphError, ValueError):
    """The words of an anchor do not stand at its offsets; ``args`` is (provision IRI, file, offset, words found)."""

    def __str__(self) -> str:
        iri, file, offset, found = self.args
        return (
            f"{file}: at {offset} stands {found!r}, not what {short(iri)} quotes: "
            "run 'tipgraph extract' again, or restore the file"
        )


def spans(facts: Facts, part: str) -> list[tuple[str, int, int]]:
    """Find where the words of a text part stand.

    Args:
        facts: The record.
        part: The IRI of a text part.

    Returns:
        (source text, start, end) of each of its anchors, in their order; an anchor without numbers is left out.
    """
    found = []
    for anchor in facts.objects(part, TIP + "anchor"):
        source = facts.value(anchor, OA + "hasSource")
        number = _number(facts.value(anchor, TIP + "ordinal"))
        for selector in facts.objects(anchor, OA + "hasSelector"):
            start = _number(facts.value(selector, OA + "start"))
            end = _number(facts.value(selector, OA + "end"))
            if source is not None and start is not None and end is not None:
                found.append((number or 0, source, start, end))
    return [(source, start, end) for _, source, start, end in sorted(found)]


def _number(words: str | None) -> int | None:
    try:
        return int(words) if words is not None else None
    except ValueError:
        return None


@named("source-text-hash", "A source text has the SHA-256 of its file.", layer="anchors")
def source_text_hash(material: Material) -> Iterator[Found]:
    """Compare the SHA-256 of each source text with that of the file it names."""
    facts = material.facts
    for text in facts.instances(TIP + "SourceText"):
        name = facts.value(text, TIP + "fileName")
        stated = facts.value(text, TIP + "sha256")
        if name is None or stated is None:
            continue
        source = material.texts.get(name)
        if source is None:
            yield text, f"there is no file {name!r} in data/documents: restore it, or correct tip:fileName"
        elif source.sha256 != stated:
            message = (
                f"the file {name} has another SHA-256 than the one stated: restore the file, or, where its publisher "
                "gave out another, run 'tipgraph extract' again"
            )
            yield text, message, TIP + "sha256", source.sha256


@named("anchor-words", "The words that an anchor quotes stand at its offsets.", layer="anchors")
def anchor_words(material: Material) -> Iterator[Found]:
    """Compare the quotation of each anchor with what its file has at the offsets of its position."""
    facts = material.facts
    for part in facts.having(TIP + "anchor"):
        for anchor in facts.objects(part, TIP + "anchor"):
            source = facts.value(anchor, OA + "hasSource")
            name = facts.value(source, TIP + "fileName") if source else None
            text = material.texts.get(name) if name else None
            selectors = facts.objects(anchor, OA + "hasSelector")
            quotes = [q for s in selectors for q in facts.objects(s, OA + "exact")]
            starts = [_number(n) for s in selectors for n in facts.objects(s, OA + "start")]
            ends = [_number(n) for s in selectors for n in facts.objects(s, OA + "end")]
            if text is None or len(quotes) != 1 or len(starts) != 1 or len(ends) != 1:
                continue  # a shape speaks of what is missing
            start, end = starts[0], ends[0]
            if start is None or end is None or start >= end:
                continue
            found = text.text[start:end]
            if found != quotes[0]:
                shown = found if len(found) <= 60 else found[:57] + "..."
                yield part, str(AnchorError(part, name, start, shown)), OA + "exact", quotes[0]


@named("anchors-apart", "An item's anchors lie outside those of the provision it is an item of.", layer="anchors")
def anchors_apart(material: Material) -> Iterator[Found]:
    """Compare the anchors of each provision with those of its parent: the lead-in belongs to the parent only."""
    facts = material.facts
    for part in facts.instances(TIP + "Provision"):
        for parent in facts.objects(part, DCTERMS + "isPartOf"):
            for source, start, end in spans(facts, parent):
                if any(s == source and start < e and b < end for s, b, e in spans(facts, part)):
                    yield (
                        part,
                        f"its anchors and those of {short(parent)} hold the same words: let the parent's anchors end "
                        "where the item begins",
                    )


@named("anchor-own-document", "A text part is anchored in the text of its own document.", layer="anchors")
def anchor_own_document(material: Material) -> Iterator[Found]:
    """Compare the document of each text part with the documents whose texts its anchors lie in."""
    facts = material.facts
    for part in facts.having(TIP + "anchor"):
        documents = facts.objects(part, TIP + "inDocument")
        for anchor in facts.objects(part, TIP + "anchor"):
            for source in facts.objects(anchor, OA + "hasSource"):
                owners = facts.objects(source, TIP + "textOf")
                if documents and owners and set(documents).isdisjoint(owners):
                    message = (
                        f"it lies in {short(documents[0])} but is anchored in the text of {short(owners[0])}: mend one"
                    )
                    yield part, message, OA + "hasSource", source
