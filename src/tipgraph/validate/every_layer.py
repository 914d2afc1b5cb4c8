"""The layers that there are: importing this module registers them, in the order in which they run."""

from collections.abc import Collection, Iterator

from tipgraph.errors import FileError
from tipgraph.validate import (  # noqa: F401 - registers the named checks
    anchors,
    concept_sources,
    hygiene,
    manifest,
    names,
    owl_disjoint,
    owl_dl,
    owl_form,
    owl_roles,
    printed_dates,
    register,
    restatements,
    sources_speak,
    spelling,
    terms,
    words,
)
from tipgraph.validate.layers import Run, layer
from tipgraph.validate.material import Material
from tipgraph.validate.registry import CHECKS
from tipgraph.validate.report import Result
from tipgraph.validate.rules import rule_files, run_rules
from tipgraph.validate.shacl_layer import check_with_shapes


def run_checks(material: Material, of_layer: str | None = None) -> Iterator[Result]:
    """Run the named checks, of one layer or of all."""
    for named in CHECKS.values():
        if of_layer in (None, named.layer):
            yield from named.run(material)


@layer("hygiene", "Every term is described and shown in use, and every term that is used is declared.")
def check_hygiene(run: Run) -> Iterator[Result]:
    """Run the named checks of the ontology."""
    yield from run_checks(run.material, "hygiene")


@layer("owl-dl", "The ontology keeps to OWL 2 DL, and the data use its properties as what they are.")
def check_owl_dl(run: Run) -> Iterator[Result]:
    """Run the named checks of OWL 2 DL."""
    yield from run_checks(run.material, "owl-dl")


@layer(
    "inference", "What follows from the data can be inferred, and contradicts nothing that is stated.", of_whole=True
)
def check_inference(run: Run) -> Iterator[Result]:
    """Tell what kept the build's inference from its end."""
    yield from run.clashes


@layer("shacl", "The shapes are shapes; the data, the schemes and the terms of the ontology keep to them.")
def check_shacl(run: Run) -> Iterator[Result]:
    """Run the shapes of the record."""
    yield from check_with_shapes(run)


@layer("rules", "The data keep to the rules that are queries.")
def check_rules(run: Run, only: Collection[str] | None = None) -> Iterator[Result]:
    """Run the rules of the record, all or those of some names."""
    for folder in run.rules:
        paths = rule_files(folder)
        yield from run_rules(paths if only is None else [path for path in paths if path.stem in only], run.material)


@layer("terms", "IRIs and literals have the forms that the record keeps to.", of_record=True)
def check_terms(run: Run) -> Iterator[Result]:
    """Run the named checks of terms."""
    yield from run_checks(run.material, "terms")


@layer(
    "anchors",
    "What is quoted stands in the source texts where the record says, and no text has changed.",
    of_record=True,
)
def check_anchors(run: Run) -> Iterator[Result]:
    """Run the named checks of printed words, and compare the manifest."""
    yield from run_checks(run.material, "anchors")
    if run.record and run.material.only is None:
        yield from manifest.check_manifest(run.record, run.material)


@layer("external-iris", "Every IRI of others is on the list of those that somebody has seen.", of_record=True)
def check_external_iris(run: Run) -> Iterator[Result]:
    """Run the named checks of others' IRIs; or say what is wrong with their list."""
    if run.material.misread:
        raise run.material.misread
    yield from run_checks(run.material, "external-iris")


@layer(
    "register",
    "Every IRI that was ever published is kept, or deprecated with a successor.",
    of_record=True,
    of_whole=True,
)
def check_published(run: Run) -> Iterator[Result]:
    """Compare the register."""
    if run.record:
        yield from register.check_register(run.record, run.material)


@layer(
    "extraction",
    "The extracted facts are what the rules make of the source texts.",
    of_record=True,
    of_whole=True,
)
def check_extracted(run: Run, only: Collection[str] | None = None) -> Iterator[Result]:
    """Extract the texts again, all or those of some names, and compare."""
    from tipgraph.validate.extraction import check_extraction  # noqa: PLC0415 - heavy, and often not wanted

    if run.record:
        try:
            yield from check_extraction(run.record, only)
        except FileError as error:  # there is no text, or what lies beside the texts is not there
            run.skipped.append(f"extraction: {error}")


@layer(
    "questions",
    "The competency questions have the rows that are expected.",
    of_record=True,
    of_whole=True,
    takes_parts=True,
)
def check_questions(run: Run, only: Collection[str] | None = None) -> Iterator[Result]:
    """Ask the questions, all or those of some names, of what a build would hold."""
    from tipgraph.validate.ask import check_answers  # noqa: PLC0415 - heavy, and often not wanted

    yield from check_answers(run, only)


@layer("consistency", "Everything can be true at once, as an OWL reasoner sees it.", of_record=True, of_whole=True)
def check_consistency(run: Run) -> Iterator[Result]:
    """Ask the reasoner, unless the inference has found a contradiction already."""
    from tipgraph.validate.consistency import check_with_reasoner  # noqa: PLC0415 - heavy, and often not wanted

    if run.record and not run.clashes:
        yield from check_with_reasoner(run)
