"""Real data, changed in one place: a wrong offset, another word, a lost source, another byte are all refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from tipgraph.namespaces import ID, OA, TIP
from tipgraph.record import Record
from tipgraph.validate.anchors import AnchorError, spans
from tipgraph.validate.check import placed
from tipgraph.validate.every_layer import run_checks
from tipgraph.validate.facts import subject_of
from tipgraph.validate.manifest import check_manifest
from tipgraph.validate.material import Material, gather
from tipgraph.validate.report import Result
from tipgraph.validate.shacl import check_shapes, load_shapes

REAL = Record.find()
Change = Callable[[ox.Triple], ox.Triple | None]


@pytest.fixture(scope="module")
def whole() -> Material:
    material, faults = gather(REAL)
    assert not faults
    return material


def changed(whole: Material, change: Change) -> Material:
    """The real record with one triple changed, or left out."""
    data, done = {}, 0
    for name, triples in whole.data.items():
        data[name] = []
        for triple in triples:
            new = change(triple) if not done else triple
            done += new != triple
            data[name] += [new] if new else []
    assert done == 1
    return Material(data, whole.background, whole.texts, whole.externals, paths=whole.paths)


def found(material: Material) -> dict[str, Result]:
    """What the named checks find, by their names."""
    return {result.shape: result for result in placed(material, run_checks(material))}


def with_object(triple: ox.Triple, thing: ox.Literal) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, thing)


def copy_record(tmp_path: Path) -> Record:
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(REAL.root / part, tmp_path / part)
    for path in (tmp_path / "data" / "documents").iterdir():
        path.chmod(0o644)
    return Record(tmp_path)


def test_every_anchor_of_the_record_stands(whole: Material) -> None:
    results = found(whole)
    anchored = whole.facts.having(TIP + "anchor")
    assert len(anchored) > 300
    assert not {"anchor-words", "source-text-hash", "text-agrees", "anchors-apart", "anchor-own-document"} & set(
        results
    )


def test_a_wrong_offset_is_refused(whole: Material) -> None:
    def later(triple: ox.Triple) -> ox.Triple:
        if triple.predicate.value != OA + "start" or "/anchor/" not in subject_of(triple):
            return triple
        return with_object(triple, ox.Literal(int(triple.object.value) + 1))

    result = found(changed(whole, later))["anchor-words"]
    assert ".txt: at " in result.message
    assert " stands '" in result.message
    assert ", not what document/" in result.message
    assert result.message.endswith(" quotes: run 'tipgraph extract' again, or restore the file")
    assert result.file
    assert result.line


def test_a_changed_word_of_a_quotation_is_refused(whole: Material) -> None:
    def reworded(triple: ox.Triple) -> ox.Triple:
        if triple.predicate.value != OA + "exact" or "States parties" not in triple.object.value:
            return triple
        return with_object(triple, ox.Literal(triple.object.value.replace("States parties", "States Parties", 1)))

    results = found(changed(whole, reworded))
    assert "stands '" in results["anchor-words"].message
    assert "States Parties" in (results["anchor-words"].value or "")
    assert "is not what the anchors quote" in results["text-agrees"].message


def test_a_changed_word_of_a_text_is_refused(whole: Material) -> None:
    def reworded(triple: ox.Triple) -> ox.Triple:
        if triple.predicate.value != TIP + "text" or not triple.object.value.startswith("With regard to"):
            return triple
        return with_object(triple, ox.Literal(triple.object.value.replace("regard", "respect", 1)))

    result = found(changed(whole, reworded))["text-agrees"]
    assert "tip:text is not what the anchors quote: from character 7 it has 'With respect" in result.message
    assert "they 'With regard to" in result.message


def test_a_name_that_is_not_printed_is_refused(whole: Material) -> None:
    def renamed(triple: ox.Triple) -> ox.Triple:
        if triple.predicate.value != TIP + "nameAsPrinted" or triple.object.value != "Cape Verde":
            return triple
        return with_object(triple, ox.Literal("Cabo Verde"))

    result = found(changed(whole, renamed))["printed-words"]
    assert "tip:nameAsPrinted is not printed in document/" in result.message
    assert result.value == "Cabo Verde"


def test_a_lost_source_is_refused(whole: Material) -> None:
    def unsupported(triple: ox.Triple) -> ox.Triple | None:
        lost = triple.predicate.value == TIP + "statedIn" and subject_of(triple).endswith("/attendance/AUT")
        return None if lost else triple

    material = changed(whole, unsupported)
    attendance = next(iri for iri in whole.facts if iri.endswith("/attendance/AUT"))
    material.only = frozenset({attendance})
    (result,) = check_shapes(material, load_shapes(REAL.shapes))
    assert result.shape == "Supported-support"
    assert result.message.startswith("Every fact has its words: add tip:statedIn")


def test_a_changed_byte_of_a_document_is_refused(whole: Material, tmp_path: Path) -> None:
    record = copy_record(tmp_path)
    path = next(path for path in sorted(record.documents.glob("*.txt")) if "Requests" in path.read_text())
    path.write_text(path.read_text().replace("Requests", "requests", 1))
    material, faults = gather(record)
    assert not faults
    results = found(material)
    assert f"the file {path.name} has another SHA-256 than the one stated" in results["source-text-hash"].message
    assert f"{path.name}: at " in results["anchor-words"].message
    (result,) = check_manifest(record, material)
    assert result.shape == "manifest-hash"
    assert result.file == f"data/documents/{path.name}"
    assert result.message.endswith("restore the text; a source is never edited")


def test_a_missing_text_and_one_too_many_are_refused(tmp_path: Path) -> None:
    record = copy_record(tmp_path)
    gone, *_ = sorted(record.documents.glob("*.txt"))
    gone.rename(record.documents / "another.txt")
    material, _ = gather(record)
    results = {result.shape: result for result in check_manifest(record, material)}
    assert set(results) == {"manifest-complete", "manifest-file"}
    assert results["manifest-complete"].file == "data/documents/another.txt"
    assert results["manifest-file"].message == f"the manifest names {gone.name}, and there is no such text: restore it"
    assert f"there is no file '{gone.name}' in data/documents" in found(material)["source-text-hash"].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "there is no manifest"),
        ("{", "this is not JSON"),
        (json.dumps({"documents": [{"file": "a.txt"}]}), "this is no list of files with their SHA-256"),
    ],
)
def test_a_manifest_that_is_none_is_refused(whole: Material, tmp_path: Path, text: str | None, expected: str) -> None:
    record = Record(tmp_path)
    record.documents.mkdir(parents=True)
    if text is not None:
        record.manifest.write_text(text)
    (result,) = check_manifest(record, whole)
    assert result.shape == "manifest"
    assert expected in result.message


def test_a_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    record = copy_record(tmp_path)
    path, *_ = sorted(record.documents.glob("*.txt"))
    path.write_bytes(b"\xff" + path.read_bytes())
    _, (fault,) = gather(record)
    assert fault.shape == "source-text"
    assert "1:1: byte 0xFF is not UTF-8" in fault.message


def test_the_error_of_an_anchor_names_place_and_way_out() -> None:
    error = AnchorError(ID + "document/a/1", "a.txt", 7, "these")
    assert str(error) == (
        "a.txt: at 7 stands 'these', not what document/a/1 quotes: run 'tipgraph extract' again, or restore the file"
    )
    assert isinstance(error, ValueError)


def test_spans_follow_the_order_of_the_anchors(whole: Material) -> None:
    cut = [part for part in whole.facts.having(TIP + "anchor") if len(whole.facts.objects(part, TIP + "anchor")) > 1]
    assert cut
    for part in cut:
        found_spans = spans(whole.facts, part)
        assert found_spans == sorted(found_spans)
