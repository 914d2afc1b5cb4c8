"""One document: its text, and the parts of it, each anchored at the place where its words stand."""

from hashlib import sha256

from pyoxigraph import NamedNode

from tests.bench.synthetic.facts import Facts, Said, below, document_graph, english, number, printed, thing
from tests.bench.synthetic.words import sentence, words
from tests.bench.synthetic.world import World

_FIELDS = ("body", "session", "date", "distribution", "original-language", "place-and-date", "title")


class Text:
    """A document that is being written."""

    def __init__(self, facts: Facts, world: World, slug: str, label: str) -> None:
        self.facts = facts
        self.chance = world.chance
        self.world = world
        self.graph = document_graph(slug)
        self.node = thing(f"document/{slug}")
        self.label = label
        self.provisions: list[NamedNode] = []
        self.sections: list[NamedNode] = []
        self._slug = slug
        self._source = below(self.node, "source-text")
        self._written: list[str] = []
        self._length = 0
        self._notes = 0
        self.fields = [self._field(name) for name in _FIELDS]

    def describe(self, kinds: str, document_type: str, values: Said) -> NamedNode:
        """Say of the document what its masthead says."""
        return self.facts.say(
            self.graph,
            self.node,
            kinds,
            {
                "rdfs:label": english(self.label),
                "dcterms:title": english(self.label),
                "dcterms:language": printed("en"),
                "tip:documentType": thing(f"document-type/{document_type}"),
                "tip:statedIn": self.fields,
                **values,
            },
        )

    def section(self, parent: NamedNode | None = None) -> NamedNode:
        """Begin a section."""
        count = len(self.sections) + 1
        heading = words(self.chance, self.chance.randint(2, 7)).capitalize()
        values: Said = {
            "rdfs:label": english(f"{self.label}, section {count} {heading}"),
            "tip:heading": printed(heading),
            "tip:printedLabel": printed(chr(64 + count % 26)),
            "tip:ordinal": number(count),
        }
        node = self._part(f"section/{count}", "tip:Section", heading, values)
        if parent is not None:
            self.facts.say(self.graph, node, "", {"dcterms:isPartOf": parent})
        self.sections.append(node)
        return node

    def provision(self, kind: str, values: Said, parent: NamedNode | None = None, ordinal: int = 0) -> NamedNode:
        """Write a provision: a numbered paragraph, or a lettered item below one.

        Args:
            kind: Its class below ``tip:``.
            values: What is said of it besides its words and its place.
            parent: The paragraph that it is an item of.
            ordinal: The place of an item among its siblings.

        Returns:
            The provision.
        """
        if parent is None:
            ordinal = len(self.provisions) + 1
            path, label = str(ordinal), str(ordinal)
        else:
            path = f"{parent.value.removeprefix(self.node.value)[1:]}/{ordinal}"
            label = f"{path.partition('/')[0]}({chr(96 + ordinal)})"
        text = sentence(self.chance)
        found: Said = {
            "rdfs:label": english(f"{self.label}, paragraph {label}"),
            "tip:ordinal": number(ordinal),
            "tip:paragraphLabel": printed(label),
            "tip:printedLabel": printed(label if parent is None else f"({chr(96 + ordinal)})"),
            "tip:text": printed(text),
            **values,
        }
        if self.sections:
            found["tip:underHeading"] = self.sections[-1]
        if parent is not None:
            found["dcterms:isPartOf"] = parent
        if "cito:cites" not in found and self.chance.random() < 0.4:
            found["cito:cites"] = self.world.treaties[self.chance.randrange(5)]
        cut = self.chance.random() < 0.05
        node = self._part(path, f"tip:{kind}", text, found, cut)
        if parent is None:
            self.provisions.append(node)
        return node

    def footnote(self, to: NamedNode) -> NamedNode:
        """Write a footnote to a provision."""
        self._notes += 1
        text = f"United Nations, {words(self.chance, 4)}, vol. {self.chance.randint(1, 3000)}."
        values: Said = {
            "rdfs:label": english(f"{self.label}, footnote {self._notes}"),
            "tip:number": printed(self._notes),
            "tip:text": printed(text),
            "tip:attachedTo": to,
            "cito:cites": self.world.treaties[self.chance.randrange(len(self.world.treaties))],
        }
        return self._part(f"footnote/{self._notes}", "tip:Footnote", text, values)

    def row(self, ordinal: int) -> NamedNode:
        """Write a row of the document's table."""
        text = words(self.chance, 10)
        values: Said = {
            "rdfs:label": english(f"{self.label}, table row {ordinal}"),
            "tip:ordinal": number(ordinal),
            "tip:text": printed(text),
        }
        return self._part(f"table/1/row/{ordinal}", "tip:TableRow", text, values)

    def close(self) -> None:
        """End the document: its file with its hash."""
        content = "\n".join(self._written).encode()
        values: Said = {
            "rdfs:label": english(f"{self.label}, source text"),
            "dcterms:format": printed("text/plain"),
            "tip:fileName": printed(f"{self._slug}.txt"),
            "tip:sha256": printed(sha256(content).hexdigest()),
            "tip:textOf": self.node,
        }
        self.facts.say(self.graph, self._source, "tip:SourceText", values)

    def _field(self, name: str) -> NamedNode:
        text = words(self.chance, 4)
        values: Said = {
            "rdfs:label": english(f"{self.label}, {name}"),
            "tip:fieldName": printed(name),
            "tip:text": printed(text),
        }
        return self._part(f"masthead/{name}", "tip:MastheadField", text, values)

    def _part(self, path: str, kinds: str, text: str, values: Said, cut: bool = False) -> NamedNode:
        """Say of a part where it stands: in one piece, or in two where a page ends within it."""
        node = below(self.node, path)
        middle = text.find(" ", len(text) // 2) if cut else -1
        pieces = [text] if middle < 0 else [text[:middle], text[middle + 1 :]]
        anchors = [self._anchor(node, at, piece) for at, piece in enumerate(pieces, 1)]
        return self.facts.say(self.graph, node, kinds, {**values, "tip:inDocument": self.node, "tip:anchor": anchors})

    def _anchor(self, part: NamedNode, ordinal: int, text: str) -> NamedNode:
        node = below(part, f"anchor/{ordinal}")
        position, quote = below(node, "position"), below(node, "quote")
        start = self._length
        self._written.append(text)
        self._length += len(text) + 1
        self.facts.say(
            self.graph,
            node,
            "oa:SpecificResource",
            {"oa:hasSource": self._source, "oa:hasSelector": [position, quote], "tip:ordinal": number(ordinal)},
        )
        place: Said = {"oa:start": number(start), "oa:end": number(start + len(text))}
        self.facts.say(self.graph, position, "oa:TextPositionSelector", place)
        self.facts.say(self.graph, quote, "oa:TextQuoteSelector", {"oa:exact": printed(text)})
        return node
