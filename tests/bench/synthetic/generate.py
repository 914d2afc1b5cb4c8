"""Generating a dataset session by session, and what the project's own rules find to follow in it."""

from collections.abc import Callable
from random import Random

from pyoxigraph import Triple

from tests.bench.synthetic.documents import write_agenda, write_draft, write_note, write_paper
from tests.bench.synthetic.facts import Facts
from tests.bench.synthetic.report import write_report
from tests.bench.synthetic.session import begin_session
from tests.bench.synthetic.standing import say_standing
from tests.bench.synthetic.world import make_world
from tipgraph.dataset.assemble import Assembled
from tipgraph.dataset.derive import derive
from tipgraph.dataset.infer import infer
from tipgraph.dataset.load import ALIGNMENTS, INFERRED, METADATA, ONTOLOGY, SCHEMES, load_graphs
from tipgraph.dataset.metadata import describe
from tipgraph.record import Record

FIXED = 7_700
"""Triples of the ontology, the schemes and the shared things, about."""
OF_A_SESSION = 19_400
"""Triples of a session with its documents, curated and inferred ones included, about."""

Progress = Callable[[int, int], None]


def sessions_for(triples: int) -> int:
    """Return how many sessions make a dataset of about so many triples."""
    return max(1, round((triples - FIXED) / OF_A_SESSION))


def generate(record: Record, sessions: int, seed: int = 1, progress: Progress = lambda done, of: None) -> Assembled:
    """Generate a dataset.

    Every session has a note verbale, a provisional agenda, a report, a background paper and a draft resolution, and
    curated facts in the proportions of the record. What follows is worked out by the record's own rules, one session
    at a time: no rule joins two sessions, and the reasoner cannot take a million triples at once.

    Args:
        record: Its ontology and schemes are part of the dataset.
        sessions: How many sessions it has.
        seed: The same seed gives the same dataset.
        progress: Told how many sessions are done, and of how many.

    Returns:
        The dataset, as a build of the record has it: graphs by source, one for what was inferred, one that describes.
    """
    chance = Random(seed)
    loaded = load_graphs(record)
    graphs = {iri: set(loaded[iri]) for iri in (ONTOLOGY, ALIGNMENTS, SCHEMES)}
    shared = Facts()
    world = make_world(shared, loaded[SCHEMES], chance, sessions)
    _merge(graphs, shared)
    terms = loaded[ONTOLOGY] | loaded[ALIGNMENTS]
    inferred = _follows(frozenset().union(*graphs.values()))
    for at in range(sessions):
        facts = Facts()
        session = begin_session(facts, world, at)
        write_note(session)
        write_agenda(session)
        write_report(session)
        write_paper(session)
        write_draft(session)
        say_standing(session)
        inferred |= _follows(terms.union(*facts.graphs.values()))
        _merge(graphs, facts)
        progress(at + 1, sessions)
    return _described(graphs, inferred)


def _merge(graphs: dict[str, set[Triple]], facts: Facts) -> None:
    for iri, triples in facts.graphs.items():
        graphs.setdefault(iri, set()).update(triples)


def _follows(stated: frozenset[Triple]) -> set[Triple]:
    """Return what a build would add to these triples."""
    inferred = infer(stated)
    return inferred | derive(stated | inferred)


def _described(graphs: dict[str, set[Triple]], inferred: set[Triple]) -> Assembled:
    """Add what was inferred and the description, in the way of :func:`tipgraph.dataset.assemble.assemble`."""
    whole = {iri: frozenset(triples) for iri, triples in graphs.items()}
    whole[INFERRED] = frozenset(inferred)
    whole[METADATA] = frozenset()
    whole[METADATA] = frozenset(describe(dict.fromkeys(whole, 0), 0))
    sizes = {iri: len(graph) for iri, graph in whole.items()}
    whole[METADATA] = frozenset(describe(sizes, len(frozenset().union(*whole.values()))))
    return Assembled(whole)
