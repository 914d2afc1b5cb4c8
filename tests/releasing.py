"""What the tests of releases share: a small record, edits to it, and a folder of releases made from it."""

from pathlib import Path

from tests.conftest import TURTLE, write_small
from tipgraph.dataset.build import write_build
from tipgraph.record import Record
from tipgraph.release.folder import Release
from tipgraph.release.versions import Version
from tipgraph.release.write import plan, write_release

PREFIXES = (
    TURTLE + "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


class Workshop:
    """A small record that is edited, built and released."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record: Record = write_small(folder / "record")
        self.releases = folder / "releases"

    def write(self, name: str, turtle: str) -> None:
        """Write a file of the record: ``curated/topics``."""
        path = self.record.root / "data" / f"{name}.ttl"
        path.write_text(PREFIXES + turtle, encoding="utf-8")

    def write_classes(self, turtle: str) -> None:
        """Write a file of the ontology's beside the first."""
        (self.record.root / "ontology" / "more.ttl").write_text(PREFIXES + turtle, encoding="utf-8")

    def release(self, version: str, date: str = "2026-11-22", into: Path | None = None) -> Release:
        build = write_build(self.record, self.folder / "build")
        planned = plan(self.record, build, Version(version), date, into or self.releases)
        return write_release(planned, validate=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
