"""Whatever becomes of a document on its way, no State is named that its words do not name, and nothing is lost or made up."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from tests import expectations
from tests.extraction import names
from tipgraph.documents.text import SourceText
from tipgraph.extract.countries import foreign_state_names, state_names
from tipgraph.extract.matching import lookup_key
from tipgraph.extract.run import Extraction, extract
from tipgraph.namespaces import ID

STATE = f"{ID}state/"


@cache
def blocks(name: str) -> tuple[str, ...]:
    return tuple(expectations.master(name).read_text(encoding="utf-8").split("\n\n"))


@cache
def names_of_states() -> dict[str, set[str]]:
    """Every name of each State, as it is looked up, by the IRI of the State."""
    found: dict[str, set[str]] = {}
    for known in (state_names(), foreign_state_names()):
        for name, code in known.items():
            found.setdefault(f"{STATE}{code.removeprefix(STATE)}", set()).add(lookup_key(name))
    return found


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A document with blocks left out, moved, cut short and glued together, or blocks of several documents."""
    sources = draw(st.lists(st.sampled_from(expectations.documents()), min_size=1, max_size=3))
    everything = [block for name in sources for block in blocks(name)]
    chosen = draw(st.lists(st.sampled_from(everything), min_size=1, max_size=40))
    cut = draw(st.integers(0, 200))
    glue = draw(st.sampled_from(["\n\n", "\n", "\n\n\n\n\n", "\f", " "]))
    return glue.join(chosen)[cut:]


def read(text: str) -> Extraction:
    return extract(SourceText.of(text, "mangled"), names())


@settings(max_examples=25, deadline=None)
@given(text=mangled())
def test_no_state_is_invented_and_every_character_is_accounted_for(text: str) -> None:
    found = read(text)
    assert sum(count for _, count, _ in found.coverage.account()) == len(text)
    parts = [*found.document.provisions, *found.document.footnotes, *found.document.sections, *found.document.masthead]
    assert all(0 <= start < end <= len(text) for part in parts for start, end in part.pieces)
    printed = lookup_key(text)
    for triple in found.triples:
        if isinstance(triple.object, NamedNode) and triple.object.value.startswith(STATE):
            assert any(name in printed for name in names_of_states()[triple.object.value]), triple


@pytest.mark.parametrize("name", expectations.documents())
def test_a_document_without_its_names_of_states_has_no_states(name: str) -> None:
    text = expectations.master(name).read_text(encoding="utf-8")
    for known in sorted(state_names(), key=len, reverse=True):
        wrapped = r"\s+".join(re.escape(word).replace("’", "['’]").replace("'", "['’]") for word in known.split())
        text = re.sub(wrapped, "Ruritania", text)
    stated = {t.object.value for t in read(text).triples if isinstance(t.object, NamedNode)}
    assert {iri for iri in stated if iri.startswith(STATE)} == set()


def test_the_names_are_those_of_the_states() -> None:
    assert lookup_key("Austria") in names_of_states()[f"{STATE}AUT"]
    assert Path(expectations.master("firearms-report")).exists()
