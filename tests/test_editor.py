"""The page on which queries are written, asked over HTTP: it works without scripts, and gives its editor what it needs."""

import csv
import io
import json
import re
import subprocess
import sys
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.server import Reply, Server
from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.questions import load_questions
from tipgraph.record import Record
from tipgraph.web import ui
from tipgraph.web.app import create_app
from tipgraph.web.services import services
from tipgraph.web.settings import Settings

BY_ADDRESSEE = (
    "SELECT ?addressee (COUNT(DISTINCT ?r) AS ?count) { ?r a tip:Recommendation ; tip:addressedTo/rdfs:label ?addressee }"
    " GROUP BY ?addressee ORDER BY DESC(?count) ?addressee"
)


def page(server: Server, **parameters: str) -> Reply:
    return server.get(f"/query?{urlencode(parameters)}")


def check(server: Server, query: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(server.get(f"/query/check?{urlencode({'query': query})}").body)
    return found


def links(text: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<a [^>]*?href="([^"]*)"', text)]


# ---- terms


@pytest.fixture(scope="module")
def terms(server: Server) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(server.get("/query/terms").body)
    return found


def named(entries: list[dict[str, object]], name: str) -> dict[str, object]:
    (found,) = (entry for entry in entries if entry["name"] == name)
    return found


def test_classes_and_properties_have_labels_and_counts(terms: dict[str, list[dict[str, object]]]) -> None:
    assert named(terms["classes"], "tip:Recommendation") == {
        "name": "tip:Recommendation",
        "label": "recommendation",
        "count": 46,
        "kind": "",
    }
    assert named(terms["properties"], "tip:topic")["kind"] == "topic of discussion"
    assert named(terms["properties"], "tip:addressedTo")["label"] == "addressed to"
    counts = [entry["count"] for entry in terms["classes"]]
    assert counts == sorted(counts, key=lambda count: -int(str(count)))


def test_things_are_offered_by_name_and_parts_of_texts_are_not(terms: dict[str, list[dict[str, object]]]) -> None:
    things = {str(entry["name"]): entry for entry in terms["things"]}
    assert things["topic:victim-compensation"]["label"] == "victim compensation"
    assert things["topic:victim-compensation"]["kind"] == "topic of discussion"
    assert things["state:AUT"]["label"] == "Austria"
    assert things["<session/wg4-1>"]["label"] == "First session of the Working Group on Trafficking in Persons"
    assert "<document/wg4-2009-report/14>" not in things


def test_prefixes_and_graphs_are_offered(terms: dict[str, list[dict[str, object]]]) -> None:
    assert terms["prefixes"] == dict(sorted(PREFIXES.items()))
    assert "<https://w3id.org/tipgraph/graph/document/cu-2009-92>" in {entry["name"] for entry in terms["graphs"]}
    assert "FILTER" in terms["keywords"]
    assert "STRSTARTS" in terms["functions"]


def test_terms_are_kept_by_the_browser(server: Server) -> None:
    reply = server.get("/query/terms")
    assert reply.headers["content-type"] == "application/json"
    assert server.get("/query/terms", If_None_Match=reply.headers["etag"]).status == 304


# ---- what is wrong


def test_nothing_is_wrong(server: Server) -> None:
    assert check(server, BY_ADDRESSEE) == []


def test_a_prefix_that_many_know_is_declared(server: Server) -> None:
    (found,) = check(server, "SELECT * {\n  ?x foaf:name ?n }")
    assert (found["line"], found["column"], found["length"]) == (2, 6, len("foaf:name"))
    assert str(found["message"]).startswith("The prefix 'foaf:' of 'foaf:name' is not declared")
    fix = found["fixes"][0]  # type: ignore[index]
    assert fix["words"] == "Declare foaf: as <http://xmlns.com/foaf/0.1/>"
    assert fix["text"].startswith("PREFIX foaf: <http://xmlns.com/foaf/0.1/>\nSELECT")
    assert check(server, fix["text"]) == []


def test_a_mistyped_prefix_is_mended_everywhere(server: Server) -> None:
    (found,) = check(server, 'ASK { ?r tip:topic topc:victims , topc:training ; tip:text "topc:victims" }')
    fix = next(fix for fix in found["fixes"] if fix["words"] == "Write topic: instead")  # type: ignore[attr-defined]
    assert fix["text"] == 'ASK { ?r tip:topic topic:victims , topic:training ; tip:text "topc:victims" }'


@pytest.mark.parametrize(
    ("query", "place", "marked"),
    [
        ("SELECT * { ?x a }", (1, 17), "}"),
        ("SELECT ?x {\n  ?x tip:text 'x' . FILTR (?x)\n}", (2, 21), "FILTR"),
        ("SELECT * { ?x ?y 'open }", (1, 18), "'open }"),
        ("INSERT DATA { <a> <b> <c> }", (1, 1), "INSERT"),
        ("SELECT * { SERVICE <http://e.org/> { ?x ?y ?z } }", (1, 12), "SERVICE"),
    ],
)
def test_the_exact_words_are_marked(server: Server, query: str, place: tuple[int, int], marked: str) -> None:
    (found,) = check(server, query)
    assert (found["line"], found["column"]) == place
    assert found["marked"] == marked
    assert f"<mark>{marked}</mark>" in unescape(page(server, query=query).text)


def test_a_mistyped_term_is_no_error_and_is_told(server: Server) -> None:
    query = "SELECT ?r { ?r a tip:Recomendation }"
    (found,) = check(server, query)
    assert found["doubt"] is True
    assert found["fixes"][0] == {  # type: ignore[index]
        "words": "write tip:Recommendation",
        "text": "SELECT ?r { ?r a tip:Recommendation }",
    }
    shown = page(server, query=query)
    assert shown.status == 200
    assert "No rows: the record has no answer to this" in shown.text
    assert "tip:Recomendation occurs nowhere in the record: did you mean tip:Recommendation" in shown.text


def test_a_term_of_another_meaning_is_not_offered(server: Server) -> None:
    """Where a query declares tip: otherwise, a name of ours with it would be another."""
    query = f"PREFIX tip: <http://e.org/> SELECT ?r {{ ?r a <{PREFIXES['tip']}Recomendation> ; tip:x ?y }}"
    (found,) = check(server, query)
    assert found["fixes"] == []


def test_a_fault_is_mended_with_a_click_and_without_a_script(server: Server) -> None:
    shown = page(server, query="SELECT ?n { ?x foaf:name ?n }")
    assert shown.status == 400
    assert 'role="alert"' in shown.text
    (mended,) = (link for link in links(shown.text) if "PREFIX+foaf" in link or "PREFIX%20foaf" in link)
    assert server.get(mended).status == 200


# ---- answers


def test_a_chart(server: Server) -> None:
    """26, 9, 9, 1 and 1: as docs/querying.md has it; the longest bar takes all the room there is."""
    shown = page(server, query=BY_ADDRESSEE, view="chart").text
    bars = [float(width) for width in re.findall(r'<rect class="bar"[^>]* width="([\d.]+)"', shown)]
    assert len(bars) == 5
    assert [round(26 * bar / bars[0]) for bar in bars] == [26, 9, 9, 1, 1]
    assert "<td>States parties</td>" in shown, "the table stands beside it"
    assert "Count by addressee" in shown


def test_what_has_no_chart_says_so(server: Server) -> None:
    shown = page(server, query="SELECT ?s { ?s a tip:State } LIMIT 2", view="chart").text
    assert "There is no chart of this answer: it needs a column of numbers beside a column of names." in shown
    assert "view=chart" not in "".join(links(shown))


def test_plain_values(server: Server) -> None:
    query = "SELECT ?name ?n ?s ?none { BIND (state:AUT AS ?s) ?s rdfs:label ?name . BIND (46 AS ?n) FILTER (LANG(?name) = 'en') }"
    shown = unescape(page(server, query=query, view="values").text)
    assert 'Austria <span class="kind">@en</span>' in shown
    assert '46 <span class="kind">^^xsd:integer</span>' in shown
    assert f'<a href="/doc/state/AUT"><{ID}state/AUT></a>' in shown
    assert '<span class="muted">unbound</span>' in shown


def test_a_picture_of_a_graph(server: Server) -> None:
    pattern = "?a skos:broader ?b ; skos:prefLabel ?l"
    query = f"CONSTRUCT {{ {pattern} }} {{ VALUES ?a {{ topic:victim-compensation }} {pattern} }}"
    shown = page(server, query=query, view="graph").text
    (picture,) = re.findall(r'<svg class="network".*?</svg>', shown, re.DOTALL)
    assert picture.count("<circle") == 2
    assert 'href="/doc/topic/victim-compensation"' in picture
    assert "skos:broader" in picture


def test_a_graph_that_is_too_large_for_a_picture(server: Server) -> None:
    query = "CONSTRUCT { ?a tip:topic ?b } { ?a tip:topic ?b }"
    assert "in which at most 60 things lead to one another" in page(server, query=query, view="graph").text


def test_hostile_values_are_text_in_every_view(server: Server) -> None:
    query = "SELECT ('<b>\"&' AS ?x) (1 AS ?n) {}"
    for view in ("table", "values", "chart"):
        shown = page(server, query=query, view=view).text
        assert "<b>" not in shown
        assert "&lt;b&gt;" in shown


def test_every_download(server: Server) -> None:
    for query, forms in ((BY_ADDRESSEE, 4), ("DESCRIBE state:AUT", 4)):
        found = [link for link in links(page(server, query=query).text) if link.startswith("/sparql?")]
        assert len(found) == forms
        assert all(server.get(link).status == 200 for link in found)


def test_the_questions_are_there_to_start_from(server: Server, record: Record) -> None:
    found = links(server.get("/query").text)
    assert all(f"/query?question={question.name}" in found for question in load_questions(record))
    shown = unescape(page(server, question="silent-states").text)
    question = next(one for one in load_questions(record) if one.name == "silent-states")
    assert question.text in shown
    assert "<td>Andorra</td>" in shown
    assert page(server, question="nothing").status == 404


def test_a_view_that_there_is_not(server: Server) -> None:
    reply = page(server, query="ASK {}", view="pie")
    assert (reply.status, reply.text) == (
        400,
        "'pie' is no way to see an answer: use table, values, chart, graph\n",
    )


def test_the_prefixes_are_declared_for_use_elsewhere(server: Server) -> None:
    shown = page(server, query="SELECT ?x { <session/wg4-1> tip:ordinal ?x }").text
    (address,) = re.findall(r'id="declare" href="([^"]*)"', shown)
    (query,) = parse_qs(urlsplit(unescape(address)).query)["query"]
    assert query.startswith(f"BASE <{ID}>\nPREFIX tip: <{PREFIXES['tip']}>\nSELECT")
    assert 'id="declare"' not in page(server, query=query).text


# ---- programs


def programs(server: Server, query: str) -> dict[str, str]:
    shown = page(server, query=query).text
    return {
        name: unescape(code) for name, code in re.findall(r"<h4>(.*?)</h4>\s*<pre[^>]*><code>(.*?)</code>", shown, re.S)
    }


AWKWARD = """SELECT ?x { VALUES ?x { "it's" "a \\"quoted\\" word" } }"""


@pytest.mark.parametrize(("query", "expected"), [(AWKWARD, "it's"), ("SELECT ?x { VALUES ?x { 46 } }", "46")])
def test_the_programs_run(server: Server, query: str, expected: str) -> None:
    found = programs(server, query)
    script = subprocess.run([sys.executable, "-c", found["Python"]], capture_output=True, text=True, check=True)
    assert f"'x': {expected!r}" in script.stdout
    command = subprocess.run(["sh", "-c", f"exec {found['curl']}"], capture_output=True, text=True, check=True)
    assert next(csv.DictReader(io.StringIO(command.stdout, newline="")))["x"] == expected
    assert f'query <- r"({query})"' in found["R"]


def test_a_program_for_a_graph(server: Server) -> None:
    found = programs(server, "DESCRIBE state:AUT")
    script = subprocess.run([sys.executable, "-c", found["Python"]], capture_output=True, text=True, check=True)
    assert "state:AUT a " in script.stdout
    assert "format=turtle" in found["R"]


def test_a_notebook(server: Server) -> None:
    reply = server.get(f"/query/notebook?{urlencode({'query': BY_ADDRESSEE})}")
    assert reply.headers["content-disposition"] == 'attachment; filename="query.ipynb"'
    notebook = json.loads(reply.body)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    (cell,) = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code = "".join(cell["source"])
    script = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert script.stdout.splitlines()[0] == "{'addressee': 'States parties', 'count': '26'}"


# ---- what the browser is allowed


def test_the_policy_lets_our_own_scripts_run_and_nothing_else(server: Server) -> None:
    reply = page(server, query=BY_ADDRESSEE, view="chart")
    policy = dict(part.strip().split(" ", 1) for part in reply.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert not re.search(r'<script(?![^>]* src="/static/)|<style|\sstyle=|\son\w+="', reply.text)


def test_reading_pages_have_no_script_of_the_editor(server: Server) -> None:
    for path in ("/", "/questions/silent-states", "/doc/state/AUT"):
        assert "/ui/editor" not in server.get(path).text


def test_plain_pages_are_served_where_there_are_no_scripts(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui, "version", lambda: "")
    app = create_app(Settings(build=build.directory, log=False))
    try:
        client = app.test_client()
        assert "<script" not in client.get("/query").text
        assert client.get("/health").get_json()["pages"] == ui.PLAIN
    finally:
        services(app).pool.close()
