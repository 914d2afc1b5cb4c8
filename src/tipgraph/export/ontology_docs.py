"""The documentation of the ontology: written from the ontology, the shapes and the data, for who writes queries."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from string import Template
from typing import Final

from pyoxigraph import NamedNode, Triple

from tipgraph.dataset.assemble import Assembled, assemble
from tipgraph.dataset.load import ONTOLOGY
from tipgraph.dataset.store import fill_store
from tipgraph.export.concepts import describe_schemes
from tipgraph.export.examples import show_others, show_queries, show_rules
from tipgraph.export.markdown import block, fill, list_of_names, short, table
from tipgraph.export.observed import Observed, broadest
from tipgraph.export.vocabulary import Term, Vocabulary, read_vocabulary
from tipgraph.files import read_text_strict
from tipgraph.namespaces import BASE, CONCEPT_SCHEMES, ID, OA, PREFIXES, RDFS, TIP, VOID
from tipgraph.record import Record
from tipgraph.turtle import natural_key, parse_turtle, write_turtle

_HERE: Final = Path(__file__).parent
_TEMPLATE: Final = _HERE / "ontology_template.md"
_RANGES: Final = Path("checks") / "ranges.ttl"
_VALUES: Final = 3


def document(record: Record) -> str:
    """Write the documentation of the ontology.

    Args:
        record: Where ontology, shapes and data lie.

    Returns:
        Markdown; the same record gives the same characters.

    Raises:
        tipgraph.errors.TipgraphError: If a file of the record cannot be read, or an example query gives no rows.
    """
    return _Writer(record).write()


def first_difference(path: Path, expected: str) -> str | None:
    """Compare the committed documentation with what would be written.

    Args:
        path: The committed file.
        expected: What :func:`document` returns.

    Returns:
        None where they agree; otherwise a sentence with file, line, both lines and the way out.
    """
    way_out = "run 'tipgraph document' and commit what it writes"
    if not path.is_file():
        return f"{path}: the file is missing: {way_out}"
    committed = path.read_bytes().decode("utf-8", errors="replace")
    for number, (found, wanted) in enumerate(zip_longest(committed.split("\n"), expected.split("\n")), start=1):
        if found != wanted:
            return f"{path}:{number}: the file has {_shown(found)}, it should have {_shown(wanted)}: {way_out}"
    return None


def _shown(line: str | None) -> str:
    return "no such line" if line is None else repr(line if len(line) <= 80 else line[:77] + "...")


class _Writer:
    """Writes each part from the vocabulary and an index of the data."""

    def __init__(self, record: Record) -> None:
        self._data: Assembled = assemble(record)
        ranges = parse_turtle(record.ontology / _RANGES)
        shapes = [triple for path in sorted(record.shapes.glob("*.ttl")) for triple in parse_turtle(path)]
        self._vocabulary: Vocabulary = read_vocabulary(self._data.graphs[ONTOLOGY], ranges, shapes)
        self._observed = Observed(self._vocabulary, self._data.merged, self._data.stated)
        self._common = self._observed.common()
        direct = {cls: self._observed.direct(cls) for cls in self._vocabulary.classes}
        self._seen = {cls: self._observed.properties(things) for cls, things in direct.items()}

    def write(self) -> str:
        """Fill the template."""
        return fill(
            Template(read_text_strict(_TEMPLATE)),
            triples=f"{len(self._data.merged):,}",
            prefixes=block("turtle", (f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(PREFIXES.items()))),
            names=self._names(),
            graphs=self._graphs(),
            rules=show_rules(),
            support=self._support(),
            common=self._common_properties(),
            tree="\n".join(self._tree()),
            classes="\n\n".join(self._class(term) for term in self._ordered_classes()),
            properties=self._properties(),
            borrowed=self._borrowed(),
            concepts=describe_schemes(self._data.merged, self._observed),
            queries=show_queries(fill_store(self._data)),
            others=show_others(self._data),
        )

    # ---- names and graphs

    def _names(self) -> str:
        """Show one thing for each way of naming: by the first part of the IRI and the class, concepts aside."""
        found: dict[tuple[str, str], str] = {}
        for thing in {thing for things in self._observed.instances.values() for thing in things}:
            path = thing.removeprefix(ID)
            kind = path.split("/")[0]
            if path != thing and kind not in CONCEPT_SCHEMES:
                for cls in self._observed.narrowest(thing)[:1]:
                    key = (kind, cls)
                    found[key] = min(found.get(key, path), path, key=lambda one: (one.count("/"), natural_key(one)))
        # body/african-union and body/unodc are named alike, whatever kind of body each is: one line for both.
        alike = Counter((kind, self._top(cls)) for (kind, cls), path in found.items() if path.count("/") == 1)
        rows: dict[tuple[str, str], str] = {}
        for (kind, cls), path in sorted(found.items()):
            many = path.count("/") == 1 and alike[kind, self._top(cls)] > 1
            rows.setdefault((f"`{kind}/`", list_of_names([self._top(cls) if many else cls])), f"`{path}`")
        return table(
            ["below", "a thing of class", "for instance"], ([*key, path] for key, path in sorted(rows.items()))
        )

    def _top(self, cls: str) -> str:
        return [cls, *self._above(cls)][-1]

    def _above(self, cls: str) -> list[str]:
        return self._vocabulary.above(cls) if cls in self._vocabulary.classes else []

    def _graphs(self) -> str:
        labels: dict[str, str] = {}
        for triple in self._data.merged:
            if triple.predicate.value == RDFS + "label" and isinstance(triple.subject, NamedNode):
                labels[triple.subject.value] = triple.object.value  # type: ignore[union-attr]
        rows = [
            [f"`{iri.removeprefix(BASE)}`", labels.get(iri, ""), f"{len(graph):,}"]
            for iri, graph in sorted(self._data.graphs.items())
        ]
        text = f"Under `{BASE}`; the same figures are in `graph/metadata` (`{short(VOID + 'triples')}`).\n\n"
        return text + table(["graph", "holds", "triples"], rows)

    # ---- support

    def _support(self) -> str:
        """Follow one fact to its words."""
        fact = self._example(self._vocabulary.classes[TIP + "Attendance"])
        chain = [fact]
        for prop in (TIP + "statedIn", TIP + "anchor", OA + "hasSelector", OA + "hasSource"):
            chain += sorted({v for thing in chain for v in self._values(thing, prop)} - set(chain))
        return block("turtle", [self._turtle(thing) for thing in chain if thing])

    def _values(self, thing: str, prop: str) -> list[str]:
        found = (t.object for t in self._observed.about(thing) if t.predicate.value == prop)
        values = [value.value for value in found if isinstance(value, NamedNode)]
        return values[:1] if prop == TIP + "anchor" else values

    def _example(self, term: Term) -> str:
        """Choose a thing of a class: the one in the ontology's example, else the first."""
        things = self._observed.instances.get(term.iri, [])
        named = re.match(r"<([^>]+)>", term.example)
        if named and ID + named[1] in things:
            return ID + named[1]
        return things[0] if things else ""

    def _turtle(self, thing: str) -> str:
        """Write what is stated of a thing, the first few values of each property."""
        seen: dict[str, int] = {}
        kept: list[Triple] = []
        for triple in sorted(self._observed.about(thing), key=str):
            name = triple.predicate.value
            seen[name] = seen.get(name, 0) + 1
            if seen[name] <= _VALUES:
                kept.append(triple)
        text = write_turtle(kept).split("\n\n", 1)[-1].strip()
        more = [f"# and {n - _VALUES} more of {short(name)}" for name, n in sorted(seen.items()) if n > _VALUES]
        return "\n".join([text, *more])

    # ---- classes

    def _ordered_classes(self) -> Iterator[Term]:
        for iri in self._tops():
            yield from self._branch(iri)

    def _tops(self) -> list[str]:
        classes = self._vocabulary.classes
        return sorted((c for c in classes if not self._vocabulary.above(c)), key=lambda c: classes[c].label.lower())

    def _branch(self, iri: str) -> Iterator[Term]:
        yield self._vocabulary.classes[iri]
        for below in self._vocabulary.below(iri):
            yield from self._branch(below)

    def _tree(self) -> Iterator[str]:
        for term in self._ordered_classes():
            count = len(self._observed.instances.get(term.iri, []))
            indent = "  " * len(self._vocabulary.above(term.iri))
            yield f"{indent}* {list_of_names([term.iri])} {term.label}: {count:,}"

    def _class(self, term: Term) -> str:
        things = self._observed.instances.get(term.iri, [])
        lines = [f"### tip:{term.name}", f"**{term.label}** ({len(things):,}): {term.definition}."]
        if term.above:
            lines[1] += f" A kind of {list_of_names(term.above)}."
        lines += [" ".join(term.notes)] if term.notes else []
        rows = [row for prop in self._own_properties(term.iri) if (row := self._row(term.iri, prop))]
        if rows:
            lines.append(table(["property", "leads to", "times", "on"], rows))
        if things:
            lines.append(block("turtle", [self._turtle(self._example(term))]))
        return "\n\n".join(lines)

    def _own_properties(self, cls: str) -> list[str]:
        """Name the properties to list under a class: those its shapes name, and those only its own things have."""
        above = {p for c in self._vocabulary.above(cls) for p in self._own_properties(c)}
        shaped = set(self._vocabulary.rules.get(cls, {})) - set(self._common)
        seen = self._seen[cls] - set(self._common)
        return sorted(shaped | (seen - above), key=lambda prop: short(prop).removeprefix("tip:").lower())

    def _row(self, cls: str, prop: str) -> list[str]:
        use, rule = self._observed.use(cls, prop), self._vocabulary.rule(cls, prop)
        kinds = (rule and rule.values) or self._vocabulary.ranges.get(prop) or use.kinds
        if set(kinds) & {"http://www.w3.org/2004/02/skos/core#Concept"}:
            kinds = use.kinds or kinds
        on = f"{use.things:,}" + (f" ({use.values:,} values)" if use.values > use.things else "")
        return [list_of_names([prop]), list_of_names(sorted(kinds), joint="or"), rule.times if rule else "0..n", on]

    # ---- properties

    def _common_properties(self) -> str:
        rows = []
        for prop in self._common:
            term = self._vocabulary.properties.get(prop)
            words = term.definition if term else self._vocabulary.others.get(prop, "")
            rows.append([f"`{short(prop)}`", words, f"{self._observed.having(prop):,}"])
        return table(["property", "which", "on"], rows)

    def _borrowed(self) -> str:
        rows = [
            [f"`{short(prop)}`", words, f"{self._observed.having(prop):,}"]
            for prop, words in sorted(self._vocabulary.others.items(), key=lambda item: short(item[0]))
        ]
        return table(["property", "here", "on"], rows)

    def _properties(self) -> str:
        ordered = sorted(self._vocabulary.properties.values(), key=lambda term: term.name.lower())
        return "\n\n".join(self._property(term) for term in ordered)

    def _property(self, term: Term) -> str:
        users = [c.iri for c in self._ordered_classes() if term.iri in self._seen[c.iri]]
        kinds = broadest(self._vocabulary, {k for cls in users for k in self._observed.use(cls, term.iri).kinds})
        kinds = kinds or self._vocabulary.ranges.get(term.iri, set())
        words = f"**{term.label}**: {term.definition}."
        words += f" A kind of {list_of_names(term.above)}." if term.above else ""
        lines = [f"### Property tip:{term.name}", words, *([" ".join(term.notes)] if term.notes else [])]
        used = f"On {list_of_names(users)}" if users else "On nothing so far"
        leads = f"; leads to {list_of_names(sorted(kinds), joint='or')}" if kinds else ""
        lines.append(f"{used}{leads}. `{term.example}`")
        return "\n\n".join(lines)
