"""What changed: statement by statement, whatever blank nodes are called, and in words that people understand."""

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import Run
from tests.releasing import PREFIXES
from tipgraph.changes import statements
from tipgraph.dataset.build import Build, write_build
from tipgraph.record import Record

ID = "https://w3id.org/tipgraph/id/"
NS = "https://w3id.org/tipgraph/ns#"
CLASSES = (
    "tip:Recommendation rdfs:label 'recommendation'@en ; rdfs:subClassOf tip:Provision .\n"
    "tip:Provision rdfs:label 'provision'@en . tip:Topic rdfs:label 'topic'@en . tip:text rdfs:label 'text'@en .\n"
    "tip:addressedTo rdfs:label 'addressed to'@en . tip:topic rdfs:label 'topic'@en .\n"
    "tip:StatusEvent rdfs:label 'status event'@en . tip:status rdfs:label 'status'@en .\n"
    "<addressee/all> rdfs:label 'States'@en . <addressee/parties> rdfs:label 'States parties'@en .\n"
    "<status/adopted> rdfs:label 'adopted'@en . <status/proposed> rdfs:label 'proposed'@en .\n"
)
BEFORE = CLASSES + (
    "<document/a/1> a tip:Recommendation, tip:Provision ; rdfs:label 'A, 1'@en ; tip:text 'States *should* act.' ;\n"
    "  tip:addressedTo <addressee/all> .\n"
    "<document/a/2> a tip:Recommendation ; rdfs:label 'A, 2'@en ; tip:text 'Gone.' .\n"
    "<event/1> a tip:StatusEvent ; rdfs:label 'What became of A'@en ; tip:status <status/proposed> .\n"
    "<topic/old> a tip:Topic ; rdfs:label 'Old'@en .\n"
)
AFTER = CLASSES + (
    "<document/a/1> a tip:Recommendation, tip:Provision ; rdfs:label 'A, 1'@en ; tip:text 'States parties *should* act.' ;\n"
    "  tip:addressedTo <addressee/parties> ; tip:topic <topic/new> .\n"
    "<event/1> a tip:StatusEvent ; rdfs:label 'What became of A'@en ; tip:status <status/adopted> .\n"
    "<topic/old> a tip:Topic ; rdfs:label 'Old'@en ; owl:deprecated true ; dcterms:isReplacedBy <topic/new> .\n"
    "<topic/new> a tip:Topic ; rdfs:label 'New'@en .\n"
    "<document/a/corr-1> a tip:Document ; rdfs:label 'A, corrigendum'@en ; tip:correctionOf <document/a> .\n"
)


def turtle(path: Path, text: str) -> Path:
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def test_what_changed_in_words(run: Run, tmp_path: Path) -> None:
    result = run("diff", turtle(tmp_path / "a.ttl", BEFORE), turtle(tmp_path / "b.ttl", AFTER))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "Recommendation: 1 went, 1 changed; status event: 1 changed; tip:Document: 1 corrected; "
        "topic: 1 withdrawn, 1 came.",
        "",
        "Withdrawn",
        "",
        "  Old (topic)",
        "      replaced by New",
        "",
        "Corrections",
        "",
        "  A, corrigendum (tip:Document)",
        "      tip:correctionOf: document/a",
        "",
        "Recommendation",
        "",
        "  A, 2 went",
        "      text: “Gone.”",
        "  A, 1 changed",
        "      addressed to: States → States parties",
        "      text: “States *should* act.” → “States parties *should* act.”",
        "      topic: added New",
        "",
        "Status event",
        "",
        "  What became of A changed",
        "      status: proposed → adopted",
        "",
        "Topic",
        "",
        "  New came",
    ]


def test_what_changed_as_markdown_in_which_the_data_are_no_markup(run: Run, tmp_path: Path) -> None:
    result = run("diff", turtle(tmp_path / "a.ttl", BEFORE), turtle(tmp_path / "b.ttl", AFTER), "-f", "markdown")
    lines = result.stdout.splitlines()
    assert "## Recommendation" in lines
    assert "- **A, 1** changed" in lines
    assert r"  - text: “States \*should\* act.” → “States parties \*should\* act.”" in lines


def test_statements_added_and_removed(run: Run, tmp_path: Path) -> None:
    a = turtle(tmp_path / "a.ttl", "<topic/a> rdfs:label 'A'@en ; tip:ordinal 1 . <topic/b> tip:ordinal 2 .\n")
    b = turtle(tmp_path / "b.ttl", "<topic/b> tip:ordinal 2 . <topic/a> tip:ordinal 1 ; rdfs:label 'Á \"\\n'@en .\n")
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    result = run("diff", a, b, "--format", "nquads")
    assert result.stdout.splitlines() == [
        f'- <{ID}topic/a> {label} "A"@en .',
        f'+ <{ID}topic/a> {label} "Á \\"\\n"@en .',
    ]
    data = json.loads(run("diff", a, b, "--format", "json").stdout)
    assert data["changes"] == [
        {
            "subject": f"{ID}topic/a",
            "removed": [f'<{ID}topic/a> {label} "A"@en .'],
            "added": [f'<{ID}topic/a> {label} "Á \\"\\n"@en .'],
        }
    ]


def test_the_difference_makes_the_one_into_the_other(run: Run, build: Build, tmp_path: Path) -> None:
    """Every fifth statement of the real record goes, every seventh is said otherwise."""
    lines = build.quads.read_text(encoding="utf-8").split("\n")[:-1]
    others = [line for number, line in enumerate(lines) if number % 5]
    others = [line.replace("> ", "-> ", 1) if number % 7 == 0 else line for number, line in enumerate(others)]
    other = tmp_path / "other.nq"
    other.write_text(
        "".join(f"{line}\n" for line in others if not line.startswith("_:")), encoding="utf-8", newline="\n"
    )
    result = run("diff", build.directory, other, "--format", "nquads")
    held = {line for line in lines if "_:" not in line}
    for line in result.stdout.split("\n")[:-1]:
        (held.remove if line[0] == "-" else held.add)(line[2:]) if "_:" not in line else None
    assert held == {line for line in others if "_:" not in line}


@pytest.mark.parametrize("form", ["text", "markdown", "json", "nquads"])
def test_no_difference(run: Run, build: Build, tmp_path: Path, form: str) -> None:
    """Between a build and its own statements, mixed and compressed, with blank nodes by other names."""
    lines = build.quads.read_text(encoding="utf-8").replace("_:ontology-c14n", "_:other").split("\n")[:-1]
    mixed = tmp_path / "mixed.nq.gz"
    mixed.write_bytes(gzip.compress("".join(f"{line}\n" for line in reversed(lines)).encode()))
    result = run("diff", build.directory, mixed, "--format", form)
    assert (result.exit_code, result.stdout) == (0, "")


def test_blank_nodes_are_compared_by_what_is_said_with_them(run: Run, tmp_path: Path) -> None:
    """A list that changes is told; equal lists, others that stay and what they are called are not."""
    kept = "tip:B owl:unionOf ( tip:C tip:D ) . [] owl:members ( tip:C tip:D ) . [] owl:members ( tip:C tip:D ) .\n"
    a = turtle(tmp_path / "a.ttl", kept + "tip:A owl:unionOf ( tip:C tip:D ) .\n")
    b = turtle(tmp_path / "b.ttl", "tip:A owl:unionOf ( tip:D ) .\n" + kept)
    assert run("diff", a, turtle(tmp_path / "c.ttl", "tip:A owl:unionOf ( tip:C tip:D ) .\n" + kept)).exit_code == 0
    told = run("diff", a, b, "-f", "nquads").stdout.splitlines()
    assert [line[0] for line in told].count("-") == 5, "the list of two: two statements a member, and what leads to it"
    assert [line[0] for line in told].count("+") == 3
    one_less = turtle(tmp_path / "d.ttl", kept.replace("[] owl:members ( tip:C tip:D ) .", "", 1))
    assert len(run("diff", turtle(tmp_path / "e.ttl", kept), one_less, "-f", "nquads").stdout.splitlines()) == 5


def test_what_is_inferred_from_a_change_is_not_told_to_people(run: Run, small: Record, tmp_path: Path) -> None:
    """A recommendation less: that it was a provision too went with it, and what counts the statements changed."""
    write_build(small, tmp_path / "a")
    path = small.extracted / "report.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("<document/report/15>")], encoding="utf-8")
    write_build(small, tmp_path / "b")
    assert run("diff", tmp_path / "a", tmp_path / "b").stdout == "tip:Recommendation: 1 went.\n"
    statements = run("diff", tmp_path / "a", tmp_path / "b", "-f", "nquads").stdout
    assert (
        f"- <{ID}document/report/15> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{NS}Provision> " in statements
    )


def test_the_same_from_another_source_is_told(run: Run, tmp_path: Path) -> None:
    facts = (
        f'<{ID}topic/a> <http://www.w3.org/2000/01/rdf-schema#label> "A"@en <https://w3id.org/tipgraph/graph/{{}}> .\n'
    )
    for name in ("one", "two"):
        (tmp_path / f"{name}.nq").write_text(facts.format(f"curated/{name}"), encoding="utf-8")
    told = run("diff", tmp_path / "one.nq", tmp_path / "two.nq").stdout.splitlines()
    address = "https://w3id.org/tipgraph/graph/curated"
    assert told[-1] == f"      the same from other sources: {address}/one → {address}/two"


def test_sorting_does_not_need_all_statements_in_memory(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with statements.sorted_statements(build.directory) as at_once:
        wanted = list(at_once)
    monkeypatch.setattr(statements, "_CHUNK", 1000)
    with statements.sorted_statements(build.directory) as in_steps:
        assert list(in_steps) == wanted == sorted(set(wanted))
    assert len(wanted) == build.manifest["quads"]
    read = ox.Dataset(statements.quads_of(wanted))
    assert len(read) == len(wanted)


@pytest.mark.parametrize("name", ["none.nq", "wrong.nq", "odd.docx", "folder", "broken.nq.gz"])
def test_what_cannot_be_read_is_said(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "wrong.nq").write_text("<a> <b>", encoding="utf-8")
    (tmp_path / "odd.docx").write_text("x", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.nq.gz").write_bytes(b"no gzip")
    good = turtle(tmp_path / "a.ttl", BEFORE)
    result = run("diff", good, tmp_path / name)
    assert result.exit_code == 2
    assert name in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "nquads", "json"])
def test_graphs_are_not_compared_with_none(run: Run, build: Build, form: str) -> None:
    """Every statement would differ: of the same build, too."""
    for places in ((build.quads, build.triples), (build.triples, build.directory)):
        result = run("diff", *places, "--format", form)
        assert result.exit_code == 2
        assert "in named graphs and the" in result.stderr
        assert "compare two dumps of one kind" in result.stderr
    assert run("diff", build.triples, build.triples, "--format", form).exit_code == 0


def test_datasets_without_graphs_are_told_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + BEFORE, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(
        PREFIXES + AFTER.replace(" <document/a/corr-1>", "\n<document/a/corr-1>"), encoding="utf-8"
    )
    result = run("diff", tmp_path / "a.ttl", tmp_path / "b.ttl")
    assert result.exit_code == 1, result.stderr
    assert "topic: 1 withdrawn, 1 came" in result.stdout
