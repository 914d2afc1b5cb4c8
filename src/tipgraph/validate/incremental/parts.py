"""The layers that can be run again in part: what their parts are, and which of them a change concerns.

A layer that is not here looks at everything each time: those take no time to speak of.
"""

from collections.abc import Collection, Iterable
from typing import Final, Protocol

from pyoxigraph import Literal

from tipgraph.dataset.literals import changed as changed_by_engine
from tipgraph.extract import authority
from tipgraph.namespaces import VOID
from tipgraph.validate import every_layer
from tipgraph.validate.extraction import RUNS
from tipgraph.validate.facts import subject_of
from tipgraph.validate.incremental.change import Change
from tipgraph.validate.incremental.queries import asked_by
from tipgraph.validate.incremental.reach import concerned
from tipgraph.validate.layers import Run
from tipgraph.validate.owl import may_matter
from tipgraph.validate.questions import stems_of
from tipgraph.validate.report import Result
from tipgraph.validate.rules import RULE_RUNS
from tipgraph.validate.shacl_layer import graph_of
from tipgraph.validate.shape_form import NAME as SHAPE_FORM

Names = frozenset[str]
Some = Names | None
"""Some parts of a layer; None where that may be all."""
NOTHING: Final[Names] = frozenset()


class Parts(Protocol):
    """The parts of a layer."""

    title: str
    """What they are called: ``rules``; nothing where they are not to be counted."""

    def stale(self, run: Run, change: Change, kept: Collection[Result]) -> Some:
        """Return the parts that may find something else after a change than what they found, which is *kept*."""
        ...

    def find(self, run: Run, parts: Names) -> Iterable[Result]:
        """Run the layer on some parts."""
        ...

    def part_of(self, result: Result) -> str:
        """Return the part that found a result."""
        ...

    def known(self, run: Run) -> Collection[str]:
        """Return all the parts that there are."""
        ...


class _Things:
    """The shapes, thing by thing."""

    title = "things"

    def stale(self, run: Run, change: Change, kept: Collection[Result]) -> Some:
        if change.is_of_ontology or any(path.suffix == ".ttl" for path in change.files_below("shapes")):
            return None
        if any(result.shape == SHAPE_FORM for result in kept):  # what is left out because of it is said each time
            return None
        if not change.shown:
            return NOTHING
        return concerned(graph_of(run), run.material.in_engine, change.shown_triples)

    def find(self, run: Run, parts: Names) -> Iterable[Result]:
        run.material.only = parts
        try:  # a shape whose targets cannot be told in advance is run on all of them
            return [result for result in every_layer.check_shacl(run) if result.focus in parts]
        finally:
            run.material.only = None

    def part_of(self, result: Result) -> str:
        return result.focus

    def known(self, run: Run) -> Collection[str]:
        return {subject_of(triple) for triple in run.material.triples}


class _Rules:
    """The rules that are queries, one by one."""

    title = "rules"

    def stale(self, run: Run, change: Change, kept: Collection[Result]) -> Some:
        if change.is_of_ontology:
            return None
        texts = _texts(run, "shapes/rules/") if change.triples else {}
        again = {name for name, text in texts.items() if asked_by(text).may_match(change.triples)}
        return frozenset(again) | {path.stem for path in change.files_below("shapes/rules")}

    def find(self, run: Run, parts: Names) -> Iterable[Result]:
        return every_layer.check_rules(run, parts)

    def part_of(self, result: Result) -> str:
        return stem_of(result) if result.shape == RULE_RUNS else result.shape

    def known(self, run: Run) -> Collection[str]:
        return _texts(run, "shapes/rules/")


def stem_of(result: Result) -> str:
    """Return the name, without folder and end, of the file that a result is about."""
    return result.focus.rpartition("/")[2].rpartition(".")[0]


class _Questions:
    """The competency questions, one by one."""

    title = "questions"

    def stale(self, run: Run, change: Change, kept: Collection[Result]) -> Some:
        if change.is_of_ontology or change.has_other_graphs or _is_refused(change):
            return None
        again = {path.stem for path in change.files_below("queries")}
        if change.files_below("data", "ontology/schemes"):
            for name, text in _texts(run, "queries/").items():
                asked = asked_by(text)
                # The description of the dataset counts statements, and those of each file.
                if asked.is_of_graphs or VOID + "triples" in asked.properties or asked.may_match(change.triples):
                    again.add(name)
        return frozenset(again)

    def find(self, run: Run, parts: Names) -> Iterable[Result]:
        return every_layer.check_questions(run, parts)

    def part_of(self, result: Result) -> str:
        return stem_of(result)

    def known(self, run: Run) -> Collection[str]:
        return stems_of(run.record) if run.record else ()


class _Texts:
    """The extraction, text by text."""

    title = "texts"

    def stale(self, run: Run, change: Change, kept: Collection[Result]) -> Some:
        if run.record is None or any(result.shape == RUNS for result in kept):
            return None
        of_all = {path.relative_to(run.record.root).as_posix() for path in authority.files(run.record)}
        own = change.files_below("data/documents", "data/extracted")
        if not of_all.isdisjoint(change.files) or change.files_below("data/curated/reviews.ttl"):
            return None
        if any(path.suffix not in (".txt", ".ttl") for path in own):
            return None
        return frozenset(path.stem for path in own)

    def find(self, run: Run, parts: Names) -> Iterable[Result]:
        return every_layer.check_extracted(run, parts)

    def part_of(self, result: Result) -> str:
        return (result.file or "").rpartition("/")[2].rpartition(".")[0]

    def known(self, run: Run) -> Collection[str]:
        return [name.removesuffix(".txt") for name in run.material.texts]


class _Whole:
    """What the reasoner is asked: about everything or not at all."""

    title = ""

    def stale(self, run: Run, change: Change, kept: Collection[Result]) -> Some:
        if change.is_of_ontology or kept:  # a contradiction is told with the lines of statements
            return None
        files = (run.material.data, run.material.background)
        stated = (triple for group in files for triples in group.values() for triple in triples)
        return None if may_matter(change.triples, stated) else NOTHING

    def find(self, run: Run, parts: Names) -> Iterable[Result]:
        return every_layer.check_consistency(run)

    def part_of(self, result: Result) -> str:
        return ""

    def known(self, run: Run) -> Collection[str]:
        return ("",)


PARTS: Final[dict[str, Parts]] = {
    "shacl": _Things(),
    "rules": _Rules(),
    "extraction": _Texts(),
    "questions": _Questions(),
    "consistency": _Whole(),
}


def _texts(run: Run, folder: str) -> dict[str, str]:
    """Return the queries in a folder of the record by their names."""
    queries = run.material.queries.items()
    return {name.removeprefix(folder).removesuffix(".rq"): text for name, text in queries if name.startswith(folder)}


def _is_refused(change: Change) -> bool:
    """Tell whether a statement may keep the dataset from being built: the engine would not give its literal back."""
    return bool(changed_by_engine(triple.object for triple in change.triples if isinstance(triple.object, Literal)))
