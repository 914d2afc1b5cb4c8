"""``tipgraph ingest``: where things go, what is known already, what changes nothing, and what is told."""

import hashlib
import shutil
from pathlib import Path

import jsonschema

from tests.corpus import report
from tests.ingesting import FIREARMS, GENRE, SCHEMA, contents, ingest, ingest_json, manifest
from tests.word_files import write_html, write_word
from tipgraph.namespaces import ID


def test_a_document_becomes_a_text_an_entry_and_facts(tmp_path: Path) -> None:
    result = ingest(FIREARMS, "--into", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("added      wg6-2013-report  from ")
    assert (tmp_path / "documents" / "wg6-2013-report.txt").read_bytes() == FIREARMS.read_bytes()
    turtle = (tmp_path / "extracted" / "wg6-2013-report.ttl").read_text()
    assert "<document/wg6-2013-report>\n    a tip:Document" in turtle
    entry = manifest(tmp_path)["wg6-2013-report.txt"]
    digest = hashlib.sha256(FIREARMS.read_bytes()).hexdigest()
    assert entry["sha256"] == digest
    assert entry["original"] == {
        "fileName": "firearms-report.txt",
        "sha256": digest,
        "mediaType": "text/plain",
        "bytes": FIREARMS.stat().st_size,
    }
    assert entry["recognised"]["symbol"] == "CTOC/COP/WG.6/2013/4"
    assert set(contents(tmp_path)) == {
        "documents/manifest.json", "documents/wg6-2013-report.txt", "extracted/wg6-2013-report.ttl",
    }  # fmt: skip


def test_the_report_follows_its_schema(tmp_path: Path) -> None:
    found = ingest_json(FIREARMS, GENRE / "resolution-thirty.txt", "--into", tmp_path)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(found, SCHEMA)
    jsonschema.validate(ingest_json(FIREARMS, "--into", tmp_path), SCHEMA)
    assert found["$schema"] == SCHEMA["$id"]
    assert [document["slug"] for document in found["documents"]] == ["wg6-2013-report", "cop-resolution-7-9"]


def test_the_characters_add_up_and_the_anchors_hold(tmp_path: Path) -> None:
    (document,) = ingest_json(FIREARMS, "--into", tmp_path)["documents"]
    text = (tmp_path / "documents" / "wg6-2013-report.txt").read_bytes().decode()
    assert sum(document["characters"].values()) == len(text)
    for part in (*document["provisions"], *document["footnotes"]):
        for anchor in part["anchors"]:
            assert text[anchor["start"] : anchor["end"]] == anchor["exact"]


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    dry = ingest_json(FIREARMS, "--into", tmp_path, "--dry-run")
    assert contents(tmp_path) == {}
    assert dry == ingest_json(FIREARMS, "--into", tmp_path)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    ingest(FIREARMS, "--into", tmp_path)
    before = contents(tmp_path)
    copied = tmp_path / "elsewhere" / "copy.txt"
    copied.parent.mkdir()
    shutil.copy(FIREARMS, copied)
    again = ingest(FIREARMS, copied, "--into", tmp_path)
    copied.unlink()
    assert again.exit_code == 0
    assert again.output.count("unchanged  wg6-2013-report") == 2
    assert contents(tmp_path) == before


def test_the_same_document_in_another_form_changes_nothing(tmp_path: Path) -> None:
    ingest(write_word(tmp_path / "report.docx", FIREARMS.read_text()), "--into", tmp_path / "into")
    before = contents(tmp_path / "into")
    again = ingest(write_html(tmp_path / "report.html", FIREARMS.read_text()), "--into", tmp_path / "into")
    assert again.output.startswith("unchanged  wg6-2013-report")
    assert contents(tmp_path / "into") == before


def test_a_text_with_other_words_is_kept_beside_the_first(tmp_path: Path) -> None:
    ingest(FIREARMS, "--into", tmp_path)
    before = contents(tmp_path)
    changed = tmp_path / "changed.txt"
    changed.write_text(FIREARMS.read_text().replace("Albania", "Andorra"))
    (document,) = ingest_json(changed, "--into", tmp_path)["documents"]
    changed.unlink()
    assert (document["outcome"], document["slug"]) == ("changed", "wg6-2013-report-2")
    assert document["laterTextOf"] == "wg6-2013-report"
    after = contents(tmp_path)
    assert {name: after[name] for name in before if not name.endswith("manifest.json")} == {
        name: digest for name, digest in before.items() if not name.endswith("manifest.json")
    }
    turtle = (tmp_path / "extracted" / "wg6-2013-report-2.ttl").read_text()
    assert "tip:laterTextOf <document/wg6-2013-report>" in turtle


def test_a_corrigendum_names_the_document_it_corrects(tmp_path: Path) -> None:
    corrected = tmp_path / "report.txt"
    text = (GENRE / "tip-report-hard-wrapped.txt").read_text()
    corrected.write_text(text.replace("CTOC/COP/WG.4/2012/7", "CTOC/COP/WG.4/2013/5"))
    (whole,) = ingest_json(corrected, "--into", tmp_path)["documents"]
    (mending,) = ingest_json(GENRE / "corrigendum.txt", "--into", tmp_path)["documents"]
    assert mending["recognised"]["symbol"] == "CTOC/COP/WG.4/2013/5/Corr.1"
    assert mending["slug"].endswith("-corr-1")
    turtle = (tmp_path / "extracted" / f"{mending['slug']}.ttl").read_text()
    assert f"tip:correctionOf <document/{whole['slug']}>" in turtle


def test_a_document_cited_before_it_came_is_linked_when_it_comes(tmp_path: Path) -> None:
    citing, cited = tmp_path / "citing.txt", tmp_path / "cited.txt"
    text = FIREARMS.read_text()
    citing.write_text(
        text.replace("CTOC/COP/WG.6/2013/4", "CTOC/COP/WG.6/2013/5", 1) + "\n\n99. See CTOC/COP/WG.6/2013/4.\n"
    )
    cited.write_text(text)
    (first,) = ingest_json(citing, "--into", tmp_path)["documents"]
    turtle = tmp_path / "extracted" / f"{first['slug']}.ttl"
    assert "cito:cites <document/ctoc-cop-wg-6-2013-4>" in turtle.read_text()
    (second,) = ingest_json(cited, "--into", tmp_path)["documents"]
    assert f"cito:cites <document/{second['slug']}>" in turtle.read_text()
    assert "<document/ctoc-cop-wg-6-2013-4> owl:deprecated true" not in turtle.read_text()
    own = (tmp_path / "extracted" / f"{second['slug']}.ttl").read_text()
    assert f"dcterms:isReplacedBy <document/{second['slug']}>" in own


def test_one_broken_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for seed in range(3):
        (folder / f"{seed}.txt").write_text(report(seed, 1))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    (folder / "notes.xlsx").write_bytes(b"no document of the genre by its name")
    result = ingest(folder, "--into", tmp_path / "into")
    assert result.exit_code == 1
    assert "broken.pdf" in result.stderr
    assert "        3  documents added" in result.stdout
    assert "        1  files that could not be ingested" in result.stdout
    assert len(manifest(tmp_path / "into")) == 3


def test_processes_make_no_difference(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for seed in range(6):
        (folder / f"{seed}.txt").write_text(report(seed, 1))
    shutil.copy(GENRE / "smuggling-report-two-lists.txt", folder)
    one = ingest(folder, "--into", tmp_path / "one", "--processes", "1")
    two = ingest(folder, "--into", tmp_path / "two", "--processes", "2")
    assert one.exit_code == two.exit_code == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert one.stdout == two.stdout


def test_the_order_of_the_files_makes_no_difference(tmp_path: Path) -> None:
    files = [GENRE / f"{name}.txt" for name in ("firearms-report", "firearms-agenda", "truncated")]
    ingest(*files, "--into", tmp_path / "there")
    ingest(*reversed(files), "--into", tmp_path / "back")
    assert contents(tmp_path / "there") == contents(tmp_path / "back")


def test_a_name_that_is_not_known_is_listed_with_its_nearest_candidates(tmp_path: Path) -> None:
    odd = tmp_path / "odd.txt"
    odd.write_text(FIREARMS.read_text().replace("Albania", "Albanya"))
    (document,) = ingest_json(odd, "--into", tmp_path / "into")["documents"]
    (unresolved,) = [name for name in document["unresolvedNames"] if name["name"] == "Albanya"]
    assert unresolved["candidates"][0]["iri"] == f"{ID}state/ALB"
    marked = [one for one in document["attendance"] if one["name"] == "Albanya"]
    assert [(one["participant"], one["needsReview"]) for one in marked] == [(None, True)]
    assert any(point["words"] == "Albanya" for point in document["needsReview"])
