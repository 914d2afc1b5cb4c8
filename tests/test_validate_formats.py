"""The forms of a report: each says all of it, and is read back by software that knows its form."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from click.testing import Result as Ran
from lxml import etree
from sarif_pydantic import Sarif

from tipgraph.cli import cli
from tipgraph.namespaces import ID, SH, SHAPES, TIP
from tipgraph.record import Record
from tipgraph.validate import Report, Result, Severity
from tipgraph.validate.formats import FORMATS, structured, text

REAL = Record.find()
SCHEMA = json.loads(
    (Path(structured.__file__).parents[1] / "validation-report.schema.json").read_text(encoding="utf-8")
)
SARIF = os.environ.get("TIPGRAPH_SARIF_SCHEMA")
GRAVE = Result(
    "Topic-label",
    Severity.VIOLATION,
    ID + "topic/a",
    "A topic has one label: 100% of them, not two.\nRemove one",
    path="http://www.w3.org/2000/01/rdf-schema#label",
    value='"b <c> & "d" ]]> \x00"@en',
    file="data/curated/topics, other.ttl",
    line=7,
    column=5,
    end_line=7,
    end_column=9,
    layer="shacl",
    label="compensation",
    constraint=SH + "MaxCountConstraintComponent",
    correction='rdfs:label "b"@en ;',
)
NOTES = [
    Result("unused", Severity.INFO, f"{ID}topic/{name}", "nothing uses it", file="t.ttl", line=n, layer="rules")
    for n, name in enumerate("abcdefgh", 1)
]
OF_A_FILE = Result("syntax", Severity.VIOLATION, "x.ttl", "no Turtle", file="x.ttl", line=2, column=1)
REPORT = Report.of([GRAVE, *NOTES, OF_A_FILE], 1234, ["consistency: no Java"], ["shacl", "rules", "anchors"])
NOTHING = Report.of([], 7, [], ["shacl"])


@pytest.fixture
def run() -> Callable[..., Ran]:
    return lambda *arguments: CliRunner().invoke(cli, ["--record", str(REAL.root), *map(str, arguments)])


@pytest.mark.parametrize("report", [REPORT, NOTHING])
def test_json_keeps_to_its_schema_and_says_all(report: Report) -> None:
    told = json.loads(FORMATS["json"](report))
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert told["conforms"] is report.conforms
    back = [Result(**one | {"severity": Severity(one["severity"])}) for one in told["results"]]
    assert tuple(back) == report.results
    assert (told["layers"], told["skipped"]) == (list(report.layers), list(report.skipped))


def test_the_schema_is_one_and_names_every_part_of_a_result() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["$defs"]["result"]["properties"]) == set(Result.__dataclass_fields__)
    assert SCHEMA["$id"] == structured.SCHEMA


@pytest.mark.parametrize("report", [REPORT, NOTHING])
def test_sarif_keeps_to_its_specification(report: Report) -> None:
    """Section 3 of SARIF 2.1.0, as others have modelled it, which refuses what is missing or of another type."""
    told: dict[str, Any] = json.loads(FORMATS["sarif"](report))
    assert (told["version"], len(told["runs"])) == ("2.1.0", 1)
    (read,) = Sarif.model_validate(told).runs
    assert len(read.results or []) == len(report.results)


@pytest.mark.skipif(
    not SARIF, reason="TIPGRAPH_SARIF_SCHEMA names no sarif-schema-2.1.0.json of github.com/oasis-tcs/sarif-spec"
)
@pytest.mark.parametrize("report", [REPORT, NOTHING])
def test_sarif_keeps_to_its_schema(report: Report) -> None:
    schema = json.loads(Path(str(SARIF)).read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(FORMATS["sarif"](report)), schema)


def test_sarif_says_where_and_how_grave() -> None:
    (run,) = json.loads(FORMATS["sarif"](REPORT))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(rules) == ["Topic-label", "syntax", "unused"]
    found = next(one for one in run["results"] if one["ruleId"] == "Topic-label")
    assert (found["level"], rules[found["ruleIndex"]]) == ("error", "Topic-label")
    (location,) = found["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/curated/topics%2C%20other.ttl", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7, "startColumn": 5, "endLine": 7, "endColumn": 9},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == ID + "topic/a"
    assert 'rdfs:label "b"@en ;' in found["message"]["text"]
    assert {one["level"] for one in run["results"] if one["ruleId"] == "unused"} == {"note"}
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "no Java" in told["message"]["text"]


def test_a_fingerprint_outlives_a_line_that_is_put_in_before() -> None:
    moved = [REPORT.results[0].at(REPORT.results[0].file), *REPORT.results[1:]]
    prints = [
        [one["partialFingerprints"] for one in json.loads(FORMATS["sarif"](one))["runs"][0]["results"]]
        for one in (REPORT, Report(tuple(moved), 1))
    ]
    assert prints[0] == prints[1]
    assert len({json.dumps(one) for one in prints[0]}) == len(REPORT.results)


def test_junit_has_a_suite_for_each_layer() -> None:
    root = etree.fromstring(FORMATS["junit"](REPORT).encode())
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["shacl", "rules", "anchors", "tipgraph", "not checked"]
    assert (root.get("tests"), root.get("failures")) == ("5", "2")
    (case,) = suites["shacl"]
    assert (case.get("file"), case.get("line")) == ("data/curated/topics, other.ttl", "7")
    (failure,) = case
    assert "\\u0000" in (failure.text or ""), "what XML cannot hold is written as its code"
    assert [len(case) for case in suites["anchors"]] == [0], "it passed"
    (skipped,) = suites["not checked"].iter("skipped")
    assert skipped.get("message") == "consistency: no Java"
    assert "topic/h" in (suites["rules"].findtext("system-out") or "")


def test_annotations_are_read_back_as_the_runner_does() -> None:
    """By the rules of the runner: a command, its properties, its message, each with its escapes undone."""
    first, *others = FORMATS["github"](REPORT).splitlines()
    command, _, message = first.removeprefix("::").partition("::")
    name, _, properties = command.partition(" ")
    read = dict(part.split("=", 1) for part in properties.split(","))
    assert name == "error"
    assert read["file"].replace("%3A", ":").replace("%2C", ",") == "data/curated/topics, other.ttl"
    assert (read["line"], read["col"], read["endColumn"], read["title"]) == ("7", "5", "9", "Topic-label")
    undone = message.replace("%0A", "\n").replace("%25", "%")
    assert "A topic has one label: 100% of them, not two.\nRemove one" in undone
    assert sum(line.startswith("::notice ") for line in others) == len(NOTES)
    assert others[-1] == REPORT.summary


def test_the_graph_is_a_report_of_shacl() -> None:
    store = ox.Store()
    store.load(FORMATS["shacl"](REPORT).encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query(
        """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?focus ?path ?value ?component ?conforms {
          ?report a sh:ValidationReport ; sh:conforms ?conforms ; sh:result ?result .
          ?result a sh:ValidationResult ; sh:focusNode ?focus ; sh:resultSeverity sh:Violation ; sh:resultMessage ?m ;
            sh:sourceConstraintComponent ?component ; sh:sourceShape ?shape ; sh:value ?value ; sh:resultPath ?path
          FILTER(?shape = <%s>)
        }"""
        % (SHAPES + "Topic-label")
    )
    ((focus, path, value, component, conforms),) = [tuple(row) for row in rows]  # type: ignore[union-attr]
    assert (focus.value, component.value, conforms.value) == (ID + "topic/a", GRAVE.constraint, "false")
    assert path.value == GRAVE.path
    assert value == ox.Literal('b <c> & "d" ]]> \x00', language="en")
    empty = ox.Store()
    empty.load(FORMATS["shacl"](NOTHING).encode(), format=ox.RdfFormat.TURTLE)
    assert bool(empty.query(f"ASK {{ ?r <{SH}conforms> true }}"))


def test_the_text_groups_what_repeats() -> None:
    shown = text.write(REPORT, paths=lambda _: None)
    assert shown.count("nothing uses it") == 3
    assert "and 5 more say the same: topic/d, topic/e, topic/f, topic/g, topic/h (--verbose shows all)" in shown
    assert text.write(REPORT, verbose=True, paths=lambda _: None).count("nothing uses it") == 8
    assert shown.splitlines()[-2:] == ["not checked: consistency: no Java", REPORT.summary]


def test_the_text_shows_the_line_and_marks_the_place(tmp_path: Path) -> None:
    file = tmp_path / "t.ttl"
    file.write_text("\n" * 6 + "\t  a <b> ;\n", encoding="utf-8")
    result = Result("x", Severity.WARNING, TIP + "a", "no", file="t.ttl", line=7, column=6, end_line=7, end_column=9)
    shown = text.write(Report.of([result], 1), verbose=True, paths=lambda name: tmp_path / name)
    assert "        7 | \t  a <b> ;\n          | \t    ^^^\n" in shown


def test_colour_is_for_terminals(run: Callable[..., Ran]) -> None:
    assert "\x1b[" in text.write(REPORT, colour=True, paths=lambda _: None)
    assert "\x1b[" not in run("validate", "--only", "rules").output


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_gives_each(run: Callable[..., Ran], tmp_path: Path, form: str) -> None:
    ran = run("validate", "--only", "rules", "--format", form, "-o", tmp_path / "report")
    assert ran.exit_code == 0
    assert re.fullmatch(r"The record conforms: \d+ notes in [\d,]+ triples\.\n", ran.stdout), "the sum in one line"
    assert "concept-used" in (tmp_path / "report").read_text(encoding="utf-8")


@pytest.mark.parametrize(("fail_on", "status"), [("violation", 0), ("warning", 0), ("info", 1)])
def test_how_grave_a_finding_must_be(run: Callable[..., Ran], fail_on: str, status: int) -> None:
    assert run("validate", "--only", "rules", "--fail-on", fail_on).exit_code == status


def test_layers_are_named(run: Callable[..., Ran]) -> None:
    ran = run("validate", "--only", "nothing")
    assert ran.exit_code == 2
    assert "there is no layer 'nothing': use hygiene," in ran.stderr
    told = json.loads(run("validate", "--skip", "consistency", "--skip", "shacl", "-f", "json").stdout)
    assert {"rules", "anchors", "terms", "register"} <= set(told["layers"])
    assert not {"consistency", "shacl"} & set(told["layers"])
