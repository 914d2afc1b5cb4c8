"""Mutations: each changes one file, the same for the same seed, and leaves free text alone."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pytest

from tests.mutate.operators import OPERATORS
from tests.mutate.run import Mutation, Outcome, mutations, outcome, summary, told
from tipgraph.record import Record

RECORD = Record.find()
FREE = ("skos:definition", "skos:scopeNote", "skos:editorialNote", "skos:example", "tip:reason", "rdfs:comment")


def test_every_operator_has_its_turn() -> None:
    made = mutations(RECORD, 2 * len(OPERATORS), 7)
    assert Counter(one.operator for one in made) == {one.name: 2 for one in OPERATORS}
    for one in made:
        before = (RECORD.root / one.file).read_text(encoding="utf-8")
        assert one.text != before
        assert one.change
        assert not any(line[1:].strip().startswith(FREE) for line in one.change.splitlines()), one.change
    assert made == mutations(RECORD, 2 * len(OPERATORS), 7)


def test_a_mutation_is_found_by_a_layer() -> None:
    texts = {one.operator: one for one in mutations(RECORD, len(OPERATORS), 7)}
    found = outcome(RECORD, texts["letter"])
    assert (found.layer, "its SHA-256 is" in found.said) == ("anchors", True)


@pytest.mark.thorough  # CI validates the record as it is, whole
def test_where_nothing_is_changed_nothing_is_found() -> None:
    path = RECORD.curated / "topics.ttl"
    text = path.read_text(encoding="utf-8") + "\n# A comment changes nothing.\n"
    unharmed = outcome(RECORD, Mutation("none", "data/curated/topics.ttl", text, ""))
    assert unharmed.layer == "", "no false alarm"


def test_what_is_said_of_outcomes() -> None:
    made = [Mutation("drop", f"{name}.ttl", "", "- gone") for name in "ab"]
    outcomes = [Outcome(made[0], "shacl", "no"), Outcome(made[1], "", "")]
    assert [told(one) for one in outcomes] == ["drop in a.ttl: shacl", "drop in b.ttl: not found\n- gone"]
    assert summary(outcomes).splitlines() == ["1 of 2 mutations were found", "     1 by shacl"]


def test_nineteen_of_twenty_mutations_are_found() -> None:
    """As ``make mutate`` does with two hundred; the reasoner is left out, and what only it would find counts as missed."""
    with ProcessPoolExecutor(2) as pool:
        outcomes = list(pool.map(partial(outcome, RECORD), mutations(RECORD, 20, 3)))
    missed = [told(one) for one in outcomes if not one.layer]
    assert len(missed) <= 1, "\n".join(missed)
