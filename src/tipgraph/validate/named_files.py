"""Files that somebody names, by what they are in the record: data, what says what data should be, rules, questions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tipgraph.errors import FileError
from tipgraph.record import Record
from tipgraph.validate.layers import Layer, Run
from tipgraph.validate.report import Report, Result
from tipgraph.validate.rules import run_rules
from tipgraph.validate.sources import files_below

_ASKING: Final = frozenset({".rq", ".csv"})
_WHOLE: Final = "name no file to check the whole record"


@dataclass(frozen=True)
class Named:
    """Files by what they are."""

    rdf: tuple[Path, ...] = ()
    """Files of RDF: data of the record or of others, its ontology, its shapes."""
    rules: tuple[Path, ...] = ()
    questions: frozenset[str] = frozenset()
    """The names of competency questions without end, of which the question or its expected rows are named."""
    unseen: tuple[str, ...] = ()
    """What is not checked where such files are named, a line each."""


def sorted_out(record: Record, files: Sequence[Path]) -> Named:
    """Tell what files are.

    Raises:
        tipgraph.errors.FileError: If one is nothing that can be checked by itself.
    """
    rdf, rules, questions = list[Path](), list[Path](), set[str]()
    for file in files:
        folder = file.resolve().parent
        if file.suffix == ".rq" and folder == (record.shapes / "rules").resolve():
            rules.append(file)
        elif is_question(record, file):
            questions.add(file.stem)
        else:
            _refuse(record, file)
            rdf.append(file)
    asking = [file for file in files if file not in rdf]
    return Named(tuple(rdf), tuple(rules), frozenset(questions), tuple(_unseen(record, rdf, asking)))


def is_question(record: Record, file: Path) -> bool:
    """Tell whether a file is a competency question of a record, or its expected rows."""
    return file.suffix in _ASKING and file.resolve().parent == record.queries.resolve()


def defines(record: Record, file: Path) -> bool:
    """Tell whether a file says what the data should be: of the ontology but no scheme, or a shape."""
    folder = file.resolve().parent
    return folder in {one.resolve() for one in (record.ontology, record.ontology / "checks", record.shapes)}


def _refuse(record: Record, file: Path) -> None:
    if not file.exists():
        raise FileError(file, "there is no such file", "name a file of RDF")
    path, lists = file.resolve(), (record.manifest, record.register, record.root / "data" / "external-iris.txt")
    if path in {one.resolve() for one in lists} or path.parent == record.documents.resolve():
        raise FileError(file, "it is checked together with everything that hangs on it", _WHOLE)
    if file.suffix in _ASKING:
        way_out = "put it into shapes/rules or queries, or ask it with 'tipgraph query'"
        raise FileError(file, f"it is neither a rule nor a question of the record in {record.root}", way_out)
    files_below(file)


def _unseen(record: Record, rdf: list[Path], asking: list[Path]) -> Iterator[str]:
    """Tell what is not checked where files are named that say what data should be."""
    shapes = [file for file in rdf if file.resolve().parent == record.shapes.resolve()]
    terms = [file for file in rdf if defines(record, file) and file not in shapes]
    if terms:
        yield f"{_list(terms)}: what the data make of it, and consistency; {_WHOLE}"
    if shapes:
        yield f"{_list(shapes)}: the data against these shapes; {_WHOLE}"
    if asking:
        yield f"rules and questions other than {_list(asking)}; {_WHOLE}"


def _list(names: Iterable[Path]) -> str:
    return ", ".join(map(str, names))


def layers_of_queries(record: Record, named: Named, layers: Iterable[Layer]) -> list[Layer]:
    """Return the layers that look at rules and questions, each held to those that are named."""
    from tipgraph.validate.ask import check_answers  # noqa: PLC0415 - heavy, and often not wanted

    names = {(record.shapes / "rules" / file.name).relative_to(record.root).as_posix() for file in named.rules}
    names |= {(record.queries / f"{stem}.rq").relative_to(record.root).as_posix() for stem in named.questions}

    def in_these(layer: Layer) -> Layer:
        return replace(layer, find=lambda run: (one for one in layer.find(run) if one.file in names))

    def rules_alone(run: Run) -> Iterable[Result]:
        return run_rules(named.rules, run.material)

    def questions_alone(run: Run) -> Iterable[Result]:
        return check_answers(run, named.questions)

    made = []
    for one in layers:
        if one.name == "hygiene":
            made.append(in_these(one))
        elif one.name == "rules" and named.rules:
            made.append(replace(one, find=rules_alone))
        elif one.name == "questions" and named.questions:
            made.append(replace(one, find=questions_alone))
    return made


def joined(one: Report, other: Report) -> Report:
    """Put two reports together."""
    results = (*one.results, *other.results)
    layers = dict.fromkeys((*one.layers, *other.layers))
    return Report.of(results, max(one.triples, other.triples), dict.fromkeys((*one.skipped, *other.skipped)), layers)
