"""``tipgraph extract``: what it writes, checks, reports and refuses."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.extraction import LETTER, SLUGS
from tipgraph.cli import cli
from tipgraph.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """A copy of the record that a test may break."""
    source = Record.find().root
    for part in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(source / part, tmp_path / part)
    return Record(tmp_path)


def run(record: Record, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--record", str(record.root), "extract", *arguments], prog_name="tipgraph")


def test_the_committed_files_are_what_the_rules_produce() -> None:
    result = run(Record.find(), "--check")
    assert (result.exit_code, result.output) == (0, "5 files are what the rules produce\n")


def test_running_it_again_changes_no_byte(record: Record) -> None:
    before = {path.name: path.read_bytes() for path in record.extracted.glob("*.ttl")}
    manifest = record.manifest.read_bytes()
    assert run(record).exit_code == 0
    assert {path.name: path.read_bytes() for path in record.extracted.glob("*.ttl")} == before
    assert record.manifest.read_bytes() == manifest
    assert set(before) == {f"{slug}.ttl" for slug in SLUGS}


def test_the_first_difference_is_shown(record: Record) -> None:
    path = record.extracted / f"{LETTER}.ttl"
    lines = path.read_text().split("\n")
    number = next(n for n, line in enumerate(lines, start=1) if "tip:deadline" in line)
    lines[number - 1] = lines[number - 1].replace("2009-07-31", "2009-07-30")
    path.write_text("\n".join(lines))
    result = run(record, "--check")
    assert result.exit_code == 1
    assert result.output.startswith(f'{path}:{number}: the file has \'tip:deadline "2009-07-30"^^xsd:date')
    assert "run 'tipgraph extract' and commit what it writes" in result.output


def test_a_file_without_a_text_and_a_text_without_a_file_are_told(record: Record) -> None:
    stray = record.extracted / "aaa.ttl"
    stray.write_text("# nothing\n")
    assert "no source text bears this name" in run(record, "--check").output
    stray.unlink()
    (record.extracted / f"{LETTER}.ttl").unlink()
    assert f"{LETTER}.ttl: the file is missing" in run(record, "--check").output


def test_the_report_gives_account_of_every_character(record: Record) -> None:
    result = run(record, "--report", str(record.documents / f"{LETTER}.txt"))
    assert result.exit_code == 0
    assert result.output.startswith(f"{LETTER}.txt: note-verbale, 5,038 characters\n")
    rows = [line.split(maxsplit=2) for line in result.output.splitlines()[2:-1]]
    assert sum(int(characters.replace(",", "")) for characters, _, _ in rows) == 5038
    assert result.output.endswith("nothing is unplaced, nothing is unresolved\n")


def test_the_report_names_the_line_that_could_not_be_placed(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "strange.txt"
    path.write_text("1. The Conference decided to meet.\n\n§§§ 12 §§§\n\n2. It met.\n")
    result = run(record, "--report", str(path))
    assert result.exit_code == 1
    assert "strange.txt:3: not placed: §§§" in result.output


def test_a_changed_byte_is_refused(record: Record) -> None:
    path = record.documents / f"{LETTER}.txt"
    path.write_text(path.read_text().replace("31st July", "30th July"))
    before = (record.extracted / f"{LETTER}.ttl").read_bytes()
    result = run(record)
    assert result.exit_code == 2
    assert f"{path}: its SHA-256 is" in result.output
    assert "restore the text: a source is never edited" in result.output
    assert (record.extracted / f"{LETTER}.ttl").read_bytes() == before


def test_a_new_text_comes_into_the_manifest_with_what_it_says_of_itself(record: Record) -> None:
    text = (record.documents / f"{LETTER}.txt").read_text().replace("CU 2009/92", "CU 2012/7")
    (record.documents / "cu-2012-7.txt").write_text(text)
    assert run(record).exit_code == 0
    entry = json.loads(record.manifest.read_text())["documents"][2]
    assert entry["file"] == "cu-2012-7.txt"
    assert entry["stated"] == {"reference": "Reference: CU 2012/7", "date": "8 July 2009"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"line one\nfirst \xe9", "bad.txt:2:7: byte 0xE9 is not UTF-8: save the file as UTF-8"),
        (b"one\ntwo\0three", "bad.txt:2:4: a NUL character: save the file as plain text"),
        (None, "there is no such file: name a file that exists"),
    ],
    ids=["empty", "white space", "not UTF-8", "NUL", "missing"],
)
def test_a_bad_text_is_one_line_on_standard_error(
    record: Record, tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    result = run(record, str(path))
    assert result.exit_code == 2
    assert message in result.output
    assert len(result.output.splitlines()) == 1


def test_a_folder_without_texts_is_told(record: Record) -> None:
    for path in record.documents.glob("*.txt"):
        path.unlink()
    result = run(record)
    assert result.exit_code == 2
    assert "there is no text in this folder: put the texts of documents in it" in result.output
