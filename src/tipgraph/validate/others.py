"""Other people's data: any RDF against the ontology and the shapes, those of the record or their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from tipgraph.namespaces import BASE
from tipgraph.record import Record
from tipgraph.validate.facts import subject_of
from tipgraph.validate.layers import Run
from tipgraph.validate.material import Material, read_files
from tipgraph.validate.report import Result
from tipgraph.validate.sources import Reading, files_below, read


@dataclass(frozen=True)
class Given:
    """What others bring besides data."""

    shapes: tuple[Path, ...] = ()
    """Files and folders of shapes; one that bears the name of one of the record's takes its place."""
    ontology: tuple[Path, ...] = ()
    """Files and folders of ontologies and schemes, likewise."""
    replace: bool = False
    """Whether theirs take the place of the record's: shapes, or ontology, or both, as far as they are given."""
    reading: Reading = field(default_factory=Reading)

    def __bool__(self) -> bool:
        return bool(self.shapes or self.ontology)


def are_others(files: Sequence[Path], reading: Reading) -> bool:
    """Tell whether files speak of nothing that is the record's: then they are not checked as a part of it."""
    quads = (quad for path in files for quad in read(path, reading).quads)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return bool(subjects) and not any(iri.startswith(BASE) for iri in subjects)


def gather_others(record: Record, files: Sequence[Path], given: Given) -> tuple[Run, list[Result]]:
    """Read data of others, and what they are checked against.

    Args:
        record: Whose ontology, schemes and shapes are used, unless others replace them.
        files: The data, in any form of RDF; graphs are merged.
        given: What else they bring.

    Returns:
        What is to be run over, without a record; and a result for each fault that keeps something from being read.

    Raises:
        tipgraph.errors.FileError: If a file cannot be read at all.
    """
    faults: list[Result] = []
    damaged: set[str] = set()
    data = read_files(_by_name(files), faults, damaged, given.reading)
    ours = [*sorted(record.ontology.glob("*.ttl")), *sorted(record.schemes.glob("*.ttl"))]
    ours = [] if given.replace and given.ontology else ours
    background = read_files(_by_name(_with(ours, given.ontology)), faults, damaged, given.reading)
    theirs_alone = bool(given.replace and given.shapes)
    shapes = _with([] if theirs_alone else sorted(record.shapes.glob("*.ttl")), given.shapes)
    read_files(_by_name(shapes), faults, damaged, given.reading)  # for what is not well-formed
    paths = _by_name([*files, *map(Path, background)])
    only = frozenset(subject_of(triple) for triples in data.values() for triple in triples)
    material = Material(data, background, only=only, paths=paths, damaged=frozenset(damaged), of_others=True)
    rules = () if theirs_alone else (record.shapes / "rules",)
    return Run(material, shapes=tuple(shapes), rules=rules), faults


def _by_name(files: Iterable[Path]) -> dict[str, Path]:
    return {str(path): path for path in files}


def _with(ours: Sequence[Path], theirs: Iterable[Path]) -> list[Path]:
    """Add files of others to ours: each in the place of the one that bears its name."""
    added = [file for place in theirs for file in files_below(place)]
    names = {file.name for file in added}
    return [*(path for path in ours if path.name not in names), *added]
