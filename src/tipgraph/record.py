"""Where the record's files lie: in a checkout, in an installed wheel, or where a setting says."""

import os
from dataclasses import dataclass
from pathlib import Path

from tipgraph.errors import FileError

ENVIRONMENT = "TIPGRAPH_RECORD"
_PARTS = ("ontology", "shapes", "data", "queries")


@dataclass(frozen=True)
class Record:
    """The folders of the record below one root."""

    root: Path

    @classmethod
    def find(cls, root: Path | None = None) -> "Record":
        """Find the record.

        Args:
            root: Where to look; otherwise the setting ``TIPGRAPH_RECORD``, the checkout this package lies in, or the
                copy that the wheel carries, in this order.

        Returns:
            The record; its four top folders exist.

        Raises:
            tipgraph.errors.FileError: If the place lacks one of the folders of a record.
        """
        named = root or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
        package = Path(__file__).resolve().parent
        candidates = [named] if named else [package.parents[1], package / "record"]
        for candidate in candidates:
            if all((candidate / part).is_dir() for part in _PARTS):
                return cls(candidate)
        raise FileError(
            candidates[0],
            "no record of tipgraph",
            f"name a folder that holds {', '.join(_PARTS)} with --record or {ENVIRONMENT}",
        )

    @classmethod
    def around(cls, file: Path) -> "Record | None":
        """Return the record in which a file lies, if it lies in one."""
        for folder in file.resolve().parents:
            if all((folder / part).is_dir() for part in _PARTS):
                return cls(folder)
        return None

    def name_of(self, path: Path) -> str:
        """Return what reports call a file: its path below the record, or all of it where it lies elsewhere."""
        path, root = path.resolve(), self.root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

    @property
    def documents(self) -> Path:
        """The source texts and their manifest."""
        return self.root / "data" / "documents"

    @property
    def manifest(self) -> Path:
        """The manifest of the source texts."""
        return self.documents / "manifest.json"

    @property
    def extracted(self) -> Path:
        """One Turtle file a document, written by ``tipgraph extract``."""
        return self.root / "data" / "extracted"

    @property
    def curated(self) -> Path:
        """Turtle kept by hand."""
        return self.root / "data" / "curated"

    @property
    def ontology(self) -> Path:
        """The ontology, its alignments and, below ``schemes``, the SKOS schemes."""
        return self.root / "ontology"

    @property
    def schemes(self) -> Path:
        """One Turtle file a SKOS scheme."""
        return self.ontology / "schemes"

    @property
    def shapes(self) -> Path:
        """SHACL shapes, one file a class family, and the named rules below ``rules``."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """Competency questions and their expected rows."""
        return self.root / "queries"

    @property
    def register(self) -> Path:
        """Every IRI ever published, one a line, sorted."""
        return self.root / "data" / "register.txt"
