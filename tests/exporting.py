"""Exports as bytes, and builds of facts that are awkward to write."""

import io
from pathlib import Path

from tests.conftest import TURTLE
from tipgraph.dataset.build import Build, write_build
from tipgraph.export.registry import exports
from tipgraph.export.source import Selection, Source
from tipgraph.record import Record


def export(source: Source | Build, name: str, form: str = "", selection: Selection | None = None) -> bytes:
    """Write an export, in its first form if none is named."""
    made = source if isinstance(source, Source) else Source(source)
    chosen = exports(made)[name]
    out = io.BytesIO()
    (chosen.form(form) if form else chosen.forms[0]).write(made, out, selection or Selection())
    return out.getvalue()


def build_with(record: Record, facts: str, folder: Path, texts: dict[str, str] | None = None) -> Build:
    """Build the small record with further facts, and source texts by the names of their files."""
    extra = record.root / "data" / "extracted" / "extra.ttl"
    head = TURTLE + "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in {
            "dcterms": "http://purl.org/dc/terms/",
            "oa": "http://www.w3.org/ns/oa#",
            "schema": "https://schema.org/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        }.items()
    )
    extra.write_text(head + facts, encoding="utf-8")
    for name, text in (texts or {}).items():
        path = record.root / "data" / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return write_build(record, folder / "dataset")
