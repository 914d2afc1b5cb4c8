"""``tipgraph ingest`` and the file system: odd names, links, pipes, folders that are none, manifests made by hand."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.ingesting import FIREARMS, GENRE, contents, ingest, ingest_json, manifest
from tipgraph.ingest.sources import files_below


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7 nothing", "PDF"),
        (b"Vienna\xff", "line 1"),
        (b"PK\x03\x04", "Word"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_the_way_out(content: bytes, told: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(content)
    result = ingest(broken, "--into", tmp_path / "into")
    assert result.exit_code == 2
    assert str(broken) in result.stderr
    assert "Traceback" not in result.output + result.stderr


@pytest.mark.parametrize("into", ["a-file", "a-file/below"])
def test_a_folder_that_cannot_be_written_to_is_told_once(into: str, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("no folder")
    result = ingest(FIREARMS, GENRE / "corrigendum.txt", "--into", tmp_path / into)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "cannot be written to" in line
    assert "name a folder that can be written to" in line


def test_names_of_files_may_hold_any_byte(tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[31m\n.txt")
    shutil.copy(FIREARMS, odd)
    (document,) = ingest_json(odd, "--into", tmp_path / "into")["documents"]
    assert document["file"].endswith(r"/\xff\x1b[31m\n.txt")
    assert document["original"]["fileName"] == r"\xff\x1b[31m\n.txt"
    result = ingest(odd, "--into", tmp_path / "text")
    assert r"\xff\x1b[31m\n.txt" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_name_is_never_longer_than_a_file_may_be_called(tmp_path: Path) -> None:
    long = tmp_path / f"{'x' * 251}.txt"
    long.write_text("Some words.\n")
    (document,) = ingest_json(long, "--into", tmp_path / "into")["documents"]
    assert document["slug"] == "x" * 120


def test_one_name_in_several_folders_is_two_documents(tmp_path: Path) -> None:
    for folder, words in (("one", "Some words.\n"), ("two", "Other words.\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.txt").write_text(words)
    found = ingest_json(tmp_path / "one", tmp_path / "two", "--into", tmp_path / "into")["documents"]
    assert [document["slug"] for document in found] == ["notes", "notes-2"]


def test_the_texts_of_the_folder_itself_are_known(tmp_path: Path) -> None:
    ingest(FIREARMS, "--into", tmp_path)
    before = contents(tmp_path)
    result = ingest(tmp_path / "documents", "--into", tmp_path)
    assert result.stdout.startswith("unchanged  wg6-2013-report  from ")
    assert contents(tmp_path) == before


def test_only_files_and_folders_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for path, told in (
        (tmp_path / "pipe", "this is neither a file nor a folder: save what it gives in a file, and name that"),
        (tmp_path / "circle", "cannot be read (Too many levels of symbolic links)"),
        (tmp_path / ("x" * 300), "cannot be read (File name too long)"),
        (tmp_path / "nothing", "there is no such file: name a document"),
        (Path("/dev/zero"), "this is neither a file nor a folder"),
    ):
        result = ingest(path, "--into", tmp_path / "into")
        assert (result.exit_code, told in result.stderr) == (2, True), result.stderr


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(FIREARMS, folder)
    (folder / "up").symlink_to("..")
    (folder / "gone.txt").symlink_to("nowhere")
    assert files_below([folder]) == [folder / FIREARMS.name]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"file": 7, "sha256": "00"}, "this is no list of files with their SHA-256"),
        (
            {"file": "../x.txt", "sha256": "00"},
            "the entry of '../x.txt' has a file that does not lie beside the manifest",
        ),
        ({"file": "x.txt", "sha256": "00", "original": {}}, "has an 'original' without 'sha256' or 'mediaType'"),
        ({"file": "x.txt", "sha256": "00", "recognised": []}, "has a 'recognised' that is no object"),
    ],
)
def test_a_manifest_that_is_none_is_told(entry: dict[str, object], told: str, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "manifest.json").write_text(json.dumps({"documents": [entry]}))
    result = ingest(FIREARMS, "--into", tmp_path)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_manifest_made_by_hand_needs_only_file_and_hash(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    other = {
        "file": "other.txt",
        "sha256": "11",
        "recognised": {"session": "session/x-1", "first_day": "2010-01-01", "of": 1},
    }
    listed = {"documents": [{"file": "mine.txt", "sha256": "00"}, other]}
    (tmp_path / "documents" / "manifest.json").write_text(json.dumps(listed))
    assert ingest(FIREARMS, "--into", tmp_path).exit_code == 0
    assert manifest(tmp_path)["mine.txt"] == {"file": "mine.txt", "sha256": "00"}
    assert manifest(tmp_path)["other.txt"] == other


def test_a_text_that_nobody_entered_is_never_overwritten(tmp_path: Path) -> None:
    stranger = tmp_path / "documents" / "wg6-2013-report.txt"
    stranger.parent.mkdir()
    stranger.write_text("Somebody's notes.\n")
    (document,) = ingest_json(FIREARMS, "--into", tmp_path)["documents"]
    assert document["slug"] == "wg6-2013-report-2"
    assert stranger.read_text() == "Somebody's notes.\n"
