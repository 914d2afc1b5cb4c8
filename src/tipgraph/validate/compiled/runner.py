"""Shapes run over data: queries find the suspects, pyshacl judges them."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

from tipgraph.namespaces import RDF, SH
from tipgraph.validate.compiled.compiler import Compiler, Query
from tipgraph.validate.compiled.near import FEW, Near
from tipgraph.validate.compiled.part import Part, sight_of
from tipgraph.validate.compiled.scope import aimed, is_class, kinds_of_class
from tipgraph.validate.compiled.terms import Term, Uncompilable
from tipgraph.validate.material import Material

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


class Runner:
    """One validation of data by shapes."""

    def __init__(self, material: Material, shapes: Any) -> None:
        """Remember the data and the rdflib graph of the shapes."""
        from pyshacl.shapes_graph import ShapesGraph  # noqa: PLC0415 - half a second to import

        self._material = material
        self._sg = ShapesGraph(shapes)
        self._shown = material.in_engine
        self._terms = self._shown.terms

    def reports(self) -> Iterator[Any]:
        """Yield pyshacl's reports, as rdflib graphs; together they hold the results that a run over everything has."""
        seen: dict[Any, set[Term]] = {}
        everywhere: dict[Any, set[Term] | None] = {}
        part = Part(self._shown.store, self._terms)
        for shape, suspects in self._every_suspect():
            if suspects is not None and not suspects:
                continue
            sight = None if suspects is None else sight_of(self._sg, shape)
            if suspects is None or sight is None:
                everywhere[shape.node] = suspects
                continue
            part.add(suspects, sight)
            seen[shape.node] = suspects
        if seen:
            yield judged(part.graph, self._aim(seen))
        if everywhere:
            yield judged(self._material.graph, self._aim(everywhere))

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(self._sg, self._shown.classes, self._terms)

    def _every_suspect(self) -> Iterator[tuple[Any, set[Term] | None]]:
        """Yield every shape with the targets that it may find fault with, or None where its targets are not known."""
        shapes = [shape for shape in self._sg.shapes if not shape.deactivated]
        if self._near:
            yield from ((shape, self._targets_near(shape)) for shape in shapes)
            return
        asked = [self._questions(shape) for shape in shapes]
        texts = dict.fromkeys(query.text for made in asked if made for query in made[1])
        # The engine lets go of the interpreter while it answers.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = dict(zip(texts, pool.map(self._ask, texts), strict=True))
        for shape, made in zip(shapes, asked, strict=True):
            yield shape, None if made is None else self._found(*made, answers)

    @cached_property
    def _near(self) -> Near | None:
        only = self._material.only
        return None if only is None or len(only) > FEW else Near(self._sg.graph, self._shown, only)

    def _targets_near(self, shape: Any) -> set[Term] | None:
        try:
            return self._near.targets(shape.node) if self._near else None
        except Uncompilable:
            return None

    def _questions(self, shape: Any) -> tuple[list[str], list[Query]] | None:
        """Return the patterns of the targets of a shape, and the queries; or None where it has targets of other kinds."""
        try:
            targets = aimed(self._sg.graph, shape.node, self._shown.classes, self._terms)
        except Uncompilable:
            return None
        try:
            return targets, self._compiler.queries(shape, targets)
        except Uncompilable:
            return targets, [Query(_all(target)) for target in targets]

    def _found(self, targets: list[str], queries: list[Query], answers: dict[str, set[Term]]) -> set[Term]:
        sure = {thing for query in queries if not query.is_loose for thing in answers[query.text]}
        loose = {thing for query in queries if query.is_loose for thing in answers[query.text]} - sure
        if loose:
            sure |= loose & {thing for target in targets for thing in self._ask(_all(target))}
        only = self._material.only
        return sure if only is None else {thing for thing in sure if getattr(thing, "value", None) in only}

    def _ask(self, query: str) -> set[Term]:
        return self._shown.ask(query, self._compiler.judge.functions)

    def _aim(self, aims: Mapping[Any, set[Term] | None]) -> Any:
        """Return the shapes, aimed at nothing but the suspects."""
        from rdflib import Graph, URIRef  # noqa: PLC0415 - half a second to import

        targets = {URIRef(SH + name) for name in TARGETS}
        kinds, kind_of = kinds_of_class(self._sg.graph), URIRef(RDF + "type")
        narrow = Graph(bind_namespaces="none")
        for subject, predicate, thing in self._sg.graph:
            is_aim = predicate in targets or (
                predicate == kind_of and thing in kinds and is_class(self._sg.graph, subject)
            )
            if not is_aim or aims.get(subject, ()) is None:
                narrow.add((subject, predicate, thing))
        for shape, suspects in aims.items():
            for suspect in suspects or ():
                narrow.add((shape, URIRef(SH + "targetNode"), self._terms.decode(suspect)))
        return narrow


def _all(target: str) -> str:
    return f"SELECT ?f {{ {target} }}"


def judged(data: Any, shapes: Any) -> Any:
    """Return pyshacl's report about data, all of them rdflib graphs.

    Raises:
        pyshacl.errors.ReportableRuntimeError: If the shapes are none that can be run.
    """
    from pyshacl import validate  # noqa: PLC0415 - half a second to import
    from pyshacl.rdfutil.stringify import stringify_blank_node  # noqa: PLC0415 - the same

    # pyshacl keeps the words for blank nodes by the address of their graph, which another graph may have had.
    stringify_blank_node.dict_cache.clear()
    _, report, _ = validate(data, shacl_graph=shapes, inplace=True)
    if isinstance(report, Exception):  # pyshacl hands over some of its errors instead of raising them
        raise report
    return report
