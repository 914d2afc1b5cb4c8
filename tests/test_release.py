"""A release: whole, dated, the same bytes again, never changed; refused where it would break what was published."""

import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests import dcat_ap
from tests.conftest import Run
from tests.releasing import Workshop, contents
from tests.thorough import some
from tipgraph.dataset.build import Build, open_build, write_build
from tipgraph.errors import FileError, UsageError
from tipgraph.record import Record
from tipgraph.release.gate import RefusedError
from tipgraph.release.versions import Version
from tipgraph.release.write import plan, write_release

OWL = "http://www.w3.org/2002/07/owl#"
NS = "https://w3id.org/tipgraph/ns"
RELEASES = "https://w3id.org/tipgraph/releases/"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture(scope="module")
def real(record: Record, build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the record itself. That the command makes one, of a record that validates, the documentation shows."""
    into = tmp_path_factory.mktemp("real") / "releases"
    planned = plan(record, build, Version("1.0.0"), "2026-11-22", into)
    return write_release(planned, validate=False).directory


def test_what_a_release_holds(real: Path, record: Record) -> None:
    held = contents(real)
    for pattern in ("ontology/**/*.ttl", "shapes/**/*.*", "queries/*", "data/documents/*"):
        paths = [p.relative_to(record.root).as_posix() for p in record.root.glob(pattern) if p.is_file()]
        assert paths
        assert set(paths) <= set(held)
        assert all(held[p] == (record.root / p).read_bytes() for p in paths if p != "ontology/tipgraph.ttl")
    assert {"exports/dump.nq", "exports/dump.trig", "exports/dump.nt", "exports/dump.ttl", "exports/dump.rdf"} <= set(
        held
    )
    assert {"graphs/curated/topics.nq", "graphs/document/wg4-2009-report.nq", "data/register.txt"} <= set(held)
    assert {"release.json", "SHA256SUMS", "CHANGES.md"} <= set(held)


def test_the_graphs_are_the_dump(real: Path) -> None:
    parts = [path.read_bytes() for path in (real / "graphs").rglob("*.nq")]
    whole = (real / "exports" / "dump.nq").read_bytes()
    assert sorted(b"".join(parts).split(b"\n")) == sorted(whole.split(b"\n")), "no blank node is in two graphs"
    for path in (real / "graphs").rglob("*.nq"):
        assert len({quad.graph_name for quad in ox.parse(path=path, lenient=True)}) == 1


def assert_sums(folder: Path) -> None:
    """As anybody would check them, in a shell."""
    command = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_the_sums_are_true(real: Path) -> None:
    assert_sums(real)
    named = {line.split("  ")[1] for line in (real / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert named == set(contents(real)) - {"SHA256SUMS"}


def test_what_is_compressed_is_what_lies_beside_it(real: Path) -> None:
    compressed = list(real.rglob("*.gz"))
    assert real / "exports" / "dump.nq.gz" in compressed
    for path in compressed:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
        assert path.read_bytes()[4:8] == bytes(4), "no time of day"


def test_the_manifest_lists_every_file(real: Path, build: Build) -> None:
    manifest = json.loads((real / "release.json").read_text(encoding="utf-8"))
    assert (manifest["version"], manifest["date"], manifest["previous"]) == ("1.0.0", "2026-11-22", None)
    assert manifest["iri"] == f"{RELEASES}1.0.0/"
    files = {entry["path"]: entry for entry in manifest["files"]}
    held = contents(real)
    assert set(files) == set(held) - {"release.json", "SHA256SUMS"}
    assert all(files[name]["size"] == len(held[name]) for name in files)
    assert files["exports/dump.nq"]["media_type"] == "application/n-quads"
    assert files["exports/dump.nq.gz"]["media_type"] == "application/gzip"
    assert "octet-stream" not in {entry["media_type"].partition("/")[2] for entry in manifest["files"]}
    assert manifest["build"]["identity"] == hashlib.sha256(build.quads.read_bytes()).hexdigest()
    if "exports/canonical.nq" in files:
        assert manifest["canonical"]["sha256"] == files[manifest["canonical"]["path"]]["sha256"]


def versions(path: Path) -> dict[str, str]:
    found = ox.parse(path=path, lenient=True)
    return {
        quad.predicate.value.removeprefix(OWL): quad.object.value
        for quad in found
        if quad.subject == ox.NamedNode(NS)
        and "ersion" in quad.predicate.value
        and isinstance(quad.object, ox.NamedNode)
    }


def test_its_record_for_catalogues_is_whole(real: Path) -> None:
    """By the rules of DCAT-AP; its sizes and hashes are those of the files."""
    read = ox.Store()
    read.load(path=real / "exports" / "catalogue" / "dcat.ttl")
    assert list(dcat_ap.faults(read)) == []
    told = read.query("""
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?url ?size ?hash {
          <https://w3id.org/tipgraph/releases/1.0.0/> dcat:distribution ?file .
          ?file dcat:downloadURL ?url ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?hash
        }""")
    found = {row["url"].value.removeprefix(f"{RELEASES}1.0.0/"): row for row in told}
    assert {"exports/dump.nq", "exports/tables/recommendations.csv", "exports/references.bib"} <= set(found)
    for name, row in found.items():
        content = (real / name).read_bytes()
        assert (int(row["size"].value), row["hash"].value) == (len(content), hashlib.sha256(content).hexdigest())


def test_its_record_for_dois_relates_it_to_the_release_before(workshop: Workshop) -> None:
    workshop.release("1.0.0", "2026-11-21")
    second = workshop.release("1.1.0", "2026-11-22")
    said = json.loads((second.directory / "exports" / "catalogue" / "datacite.json").read_bytes())
    assert (said["version"], said["publicationYear"]) == ("1.1.0", "2026")
    assert said["identifiers"] == [{"identifier": f"{RELEASES}1.1.0/", "identifierType": "URL"}]
    assert {one["relationType"]: one["relatedIdentifier"] for one in said["relatedIdentifiers"]} == {
        "IsVersionOf": "https://w3id.org/tipgraph/dataset",
        "IsNewVersionOf": f"{RELEASES}1.0.0/",
    }


def test_a_release_does_not_depend_on_the_day_of_the_build(workshop: Workshop, tmp_path: Path) -> None:
    """Harvesters are told the day of the release, not that on which somebody built it."""
    made = contents(workshop.release("1.0.0", "2026-11-25").directory)
    manifest = workshop.folder / "build" / "manifest.json"
    os.utime(manifest, (946_684_800, 946_684_800))
    planned = plan(
        workshop.record, open_build(manifest.parent), Version("1.0.0"), "2026-11-25", tmp_path / "again", None
    )
    again = write_release(planned, validate=False)
    assert contents(again.directory) == made
    assert b"<datestamp>2026-11-25<" in made["exports/oai-pmh.xml"]


def test_the_ontology_says_its_version_and_the_one_before(workshop: Workshop) -> None:
    first, second = workshop.release("1.0.0"), workshop.release("1.1.0")
    assert versions(first.directory / "ontology" / "tipgraph.ttl") == {
        "versionIRI": f"{RELEASES}1.0.0/ontology/tipgraph.ttl"
    }
    assert versions(second.directory / "ontology" / "tipgraph.ttl") == {
        "versionIRI": f"{RELEASES}1.1.0/ontology/tipgraph.ttl",
        "priorVersion": f"{RELEASES}1.0.0/ontology/tipgraph.ttl",
    }
    assert second.manifest["previous"]["version"] == "1.0.0"


def test_the_same_build_version_and_date_give_the_same_bytes(workshop: Workshop, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        workshop.release("1.0.0", into=tmp_path / folder)
        workshop.release("1.1.0", into=tmp_path / folder)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_release_stays_as_it_is(workshop: Workshop) -> None:
    workshop.release("1.0.0")
    before = contents(workshop.releases)
    workshop.release("1.0.0")
    assert contents(workshop.releases) == before
    workshop.write("curated/topics", "<topic/new> a tip:Topic .\n")
    with pytest.raises(RefusedError, match=r"1\.0\.0 is released already, with other bytes in .*exports/canonical\.nq"):
        workshop.release("1.0.0")
    assert contents(workshop.releases) == before


def test_an_iri_that_is_gone_is_named(workshop: Workshop) -> None:
    workshop.write("curated/topics", "<topic/a> a tip:Topic . <topic/b> a tip:Topic . <topic/c> a tip:Topic .\n")
    workshop.release("1.0.0")
    before = contents(workshop.releases)
    workshop.write("curated/topics", "<topic/c> a tip:Topic ; owl:deprecated true ; dcterms:isReplacedBy <topic/a> .\n")
    with pytest.raises(RefusedError) as refused:
        workshop.release("1.1.0")
    assert [fault.partition(":")[0] for fault in refused.value.faults] == [
        "topic/a was published and is gone",
        "topic/b was published and is gone",
        "topic/c is deprecated and its successor is not in the record",
    ]
    assert all("dcterms:isReplacedBy" in fault for fault in refused.value.faults)
    assert contents(workshop.releases) == before
    mended = "<topic/n> a tip:Topic .\n" + "".join(
        f"<topic/{old}> a tip:Topic ; owl:deprecated true ; dcterms:isReplacedBy <topic/n> .\n" for old in "abc"
    )
    workshop.write("curated/topics", mended)
    workshop.release("1.1.0")


def test_an_iri_of_the_register_is_kept_too(workshop: Workshop) -> None:
    workshop.record.register.write_text("https://w3id.org/tipgraph/id/topic/before\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="topic/before was published and is gone"):
        workshop.release("1.0.0")
    assert not list(workshop.releases.glob("*"))


def test_what_is_marked_for_review_was_not_published(workshop: Workshop) -> None:
    workshop.write("curated/topics", "<topic/a> tip:needsReview true . <topic/a/part> tip:ordinal 1 .\n")
    workshop.release("1.0.0")
    workshop.write("curated/topics", "<topic/b> a tip:Topic .\n")
    workshop.release("1.1.0")


def test_a_record_that_does_not_validate_is_not_released(workshop: Workshop, run: Run) -> None:
    """Nor does it reach the readers: the build that a server shows is left as it is."""
    shutil.copytree(Record.find().shapes, workshop.record.shapes, dirs_exist_ok=True)
    shutil.copy(Record.find().root / "data" / "external-iris.txt", workshop.record.root / "data")
    (workshop.record.documents).mkdir()
    workshop.record.manifest.write_text('{"documents": []}', encoding="utf-8")
    served = workshop.folder / "served"
    write_build(workshop.record, served)
    before = contents(served)
    workshop.write("curated/topics", "<topic/a> a tip:Topic .\n")
    environment = {"TIPGRAPH_BUILD": str(served)}
    result = run(
        "--record", workshop.record.root, "release", "1.0.0", "--into", workshop.releases, "--no-owl", env=environment
    )
    assert result.exit_code == 1, result.output
    assert "document/report/15" in result.stderr
    assert "until 'tipgraph validate' finds nothing" in result.stderr
    assert not (workshop.releases / "1.0.0").exists()
    assert contents(served) == before


def test_a_release_keeps_its_day(workshop: Workshop) -> None:
    workshop.release("1.0.0", "2026-11-22")
    with pytest.raises(RefusedError, match=r"version 1\.0\.0 is released already, of 2026-11-22"):
        workshop.release("1.0.0", "2026-11-23")


def test_versions_and_days_go_forward(workshop: Workshop) -> None:
    workshop.release("1.1.0", "2026-11-22")
    with pytest.raises(RefusedError, match=r"1\.0\.9 is not later than 1\.1\.0"):
        workshop.release("1.0.9", "2026-11-23")
    with pytest.raises(RefusedError, match="2026-11-21 is before 2026-11-22"):
        workshop.release("1.2.0", "2026-11-21")
    (workshop.releases / "1.3.0").mkdir()
    with pytest.raises(FileError, match="in its way"):
        workshop.release("1.3.0")


def test_nothing_follows_a_release_that_was_changed(workshop: Workshop) -> None:
    made = workshop.release("1.0.0")
    made.dump.write_bytes(made.dump.read_bytes().replace(b"report/15", b"report/16"))
    with pytest.raises(FileError, match="restore the release from a copy"):
        workshop.release("1.1.0")


def test_order_of_versions() -> None:
    """The example of semver.org, 11.4.4, and years."""
    texts = [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.2.0",
        "1.10.0",
        "2026.01",
        "2026.2.3",
        "2026-11-22",
        "2027.1",
    ]
    assert [str(version) for version in sorted(map(Version, reversed(texts)))] == texts


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "v1.0.0", "01.0.0", "1.0.0/..", "../1.0.0", "1.0.0 ", "2026.13", "latest"]
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(UsageError, match="is no version"):
        Version(text)


def test_a_wrong_option_is_said(run: Run, tmp_path: Path) -> None:
    for arguments in (["1.x"], ["1.0.0", "--date", "22.11.2026"], ["1.0.0", "--previous", str(tmp_path)]):
        result = run("release", *arguments, "--into", tmp_path / "releases", "--no-owl")
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "releases").exists()


STOPPED = """
import sys, time
from pathlib import Path
from tests.releasing import Workshop
import tipgraph.release.{module} as module
kept = module.{name}
def slow(*arguments, **others):
    done = kept(*arguments, **others)
    print("now", flush=True)
    time.sleep(60)
    return done
module.{name} = slow
workshop = Workshop.__new__(Workshop)
workshop.folder, workshop.releases = Path(sys.argv[1]), Path(sys.argv[1]) / "releases"
from tipgraph.record import Record
workshop.record = Record.find(workshop.folder / "record")
workshop.release("1.1.0")
"""


@pytest.mark.parametrize(
    ("module", "name", "is_released"),
    some(
        [("contents", "_write_changes", False), ("feed", "_write_pages", True), ("contents", "write_graphs", False)], 2
    ),
)
def test_a_killed_release_leaves_no_half(workshop: Workshop, module: str, name: str, *, is_released: bool) -> None:
    workshop.release("1.0.0")
    workshop.write("curated/topics", "<topic/new> a tip:Topic .\n")
    script = STOPPED.format(module=module, name=name)
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", script, workshop.folder], stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert process.stdout
    with process.stdout:
        assert process.stdout.readline() == "now\n"
        process.send_signal(signal.SIGKILL)
    process.wait()
    seen = {path.name for path in workshop.releases.iterdir() if not path.name.startswith(".")}
    assert seen == {"1.0.0", "feed", "feed.atom"} | ({"1.1.0"} if is_released else set())
    assert "1.1.0" not in (workshop.releases / "feed" / "index.ttl").read_text(encoding="utf-8")
    made = workshop.release("1.1.0")
    assert_sums(made.directory)
    assert "1.1.0/00001.trig" in (workshop.releases / "feed" / "index.ttl").read_text(encoding="utf-8")
    assert not list(workshop.releases.rglob(".*.part"))
