"""Files of RDF that somebody names: one by one, a folder of them, or the address of a dump."""

import gzip
import json
import tempfile
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from pyoxigraph import Quad, RdfFormat, parse

from tipgraph.errors import FileError, TextError, TipgraphError, UsageError
from tipgraph.files import decode
from tipgraph.namespaces import CONTEXT, ID
from tipgraph.record import Record
from tipgraph.turtle import reason_of
from tipgraph.validate.salvage import Fault, Salvaged, salvage

FORMS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}
"""The forms of RDF by the ends of the names of their files; ``.gz`` may follow."""
_LINES: Final = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_MOST: Final = 1 << 30
"""Bytes that are taken from a file or an address."""
_WAIT: Final = 60.0
"""Seconds that an address may be silent."""
_CONTEXTS: Final = 20
"""Remote contexts that a document may name, those of contexts included."""


@dataclass(frozen=True)
class Reading:
    """How files are read."""

    remote: bool = False
    """Whether contexts of JSON-LD are fetched from where documents say."""
    record: Record | None = None
    """The record whose context is taken for the one at our address, which is never fetched; else that of the program."""


def files_below(place: Path) -> list[Path]:
    """Return the files of RDF of a folder and of those in it, sorted; a file that is named is itself.

    Raises:
        tipgraph.errors.FileError: If there is no such place, or no file of RDF in it.
    """
    if place.is_file():
        if form_of(place) is None:
            raise FileError(place, "the end of its name is that of no form of RDF", f"use one of {', '.join(FORMS)}")
        return [place]
    if not place.is_dir():
        raise FileError(place, "there is no such file", "name a file of RDF, a folder of such, or an address")
    found = sorted(
        path for path in place.rglob("*") if path.is_file() and form_of(path) and not _is_hidden(path, place)
    )
    if not found:
        raise FileError(place, "there is no file of RDF in this folder", f"use one of {', '.join(FORMS)}")
    return found


def form_of(path: Path) -> RdfFormat | None:
    """Return the form of RDF that the end of a file's name tells."""
    return FORMS.get(Path(path.name.removesuffix(".gz")).suffix.lower())


def _is_hidden(path: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(below).parts)


def read(path: Path, reading: Reading = Reading()) -> Salvaged:
    """Read a file of RDF as far as it can be read.

    Args:
        path: The file; relative IRIs in it are resolved as in files of the record.
        reading: What may be fetched meanwhile.

    Returns:
        Its statements and its faults.

    Raises:
        tipgraph.errors.FileError: If it cannot be read at all.
    """
    form = form_of(path)
    if form is None:
        raise FileError(path, "the end of its name is that of no form of RDF", f"use one of {', '.join(FORMS)}")
    raw = _bytes(path)
    if not raw.strip():
        raise FileError(path, "the file is empty", "restore it, or remove it")
    try:
        text = decode(raw, path)
    except TextError as error:
        _, line, column, reason, way_out = error.args
        return Salvaged([], [Fault(line, column, f"{reason}: {way_out}")], frozenset())
    if form in _LINES:
        return salvage(text, form, ID)
    try:
        return Salvaged(_whole(text.removeprefix("\ufeff"), form, reading), [], frozenset())
    except SyntaxError as error:
        return Salvaged([], [Fault(error.lineno or 1, error.offset or 1, reason_of(error))], frozenset())


def _bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            content: bytes = stream.read(_MOST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FileError(path, f"cannot be read ({error})", "see to its permissions, or fetch it again") from error
    if len(content) > _MOST:
        raise FileError(path, f"is larger than {_MOST:,} bytes", "divide it")
    return content


def _whole(text: str, form: RdfFormat, reading: Reading) -> list[Quad]:
    """Parse JSON-LD or RDF/XML.

    Raises:
        SyntaxError: If it is not well-formed, or names what must not be fetched.
    """
    if form is RdfFormat.RDF_XML:
        if "<!ENTITY" in text and (" SYSTEM" in text or " PUBLIC" in text):
            line = text[: text.index("<!ENTITY")].count("\n") + 1
            raise SyntaxError(
                "it has an external entity, which is not fetched: write the text instead", ("", line, 1, "")
            )
        _refuse_broken_xml(text)
        return list(parse(text, format=form, base_iri=ID))
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise SyntaxError(f"it is not JSON ({error.msg})", ("", error.lineno, error.colno, "")) from None
    except RecursionError:
        raise SyntaxError("its values are nested too deeply", ("", 1, 1, "")) from None
    seen: list[str] = []
    whole = _inlined(document, reading, seen)
    return list(parse(json.dumps(whole) if seen else text, format=form, base_iri=ID))


def _refuse_broken_xml(text: str) -> None:
    """Refuse what is no XML, with the place, which the parser of RDF/XML does not tell."""
    from lxml import etree  # noqa: PLC0415 - for this form alone

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise SyntaxError(str(error.msg), ("", line, max(column, 1), "")) from None


def _inlined(node: Any, reading: Reading, seen: list[str], base: str = "") -> Any:
    """Put the contexts that a document of JSON-LD names in the places of their addresses."""
    if isinstance(node, list):
        return [_inlined(one, reading, seen, base) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _context(value, reading, seen, base) if name == "@context" else _inlined(value, reading, seen, base)
        for name, value in node.items()
    }


def _context(value: Any, reading: Reading, seen: list[str], base: str) -> Any:
    if isinstance(value, list):
        return [_context(one, reading, seen, base) for one in value]
    if not isinstance(value, str):
        return _inlined(value, reading, seen, base)
    address = urljoin(base, value)
    if address == CONTEXT:
        seen.append(address)
        return _own_context(reading)
    if not reading.remote:
        raise SyntaxError(
            f"it names the context {address}, which is not fetched: write the context into it, or allow it with "
            "--allow-remote-contexts",
            ("", 1, 1, ""),
        )
    if len(seen) >= _CONTEXTS:
        raise SyntaxError(f"it names more than {_CONTEXTS} contexts", ("", 1, 1, ""))
    seen.append(address)
    try:
        fetched = json.loads(_fetched(address, "application/ld+json, application/json")[1])
    except (FileError, UsageError, ValueError) as error:
        raise SyntaxError(f"the context {address} cannot be had ({error})", ("", 1, 1, "")) from None
    return _context(fetched.get("@context", {}) if isinstance(fetched, dict) else {}, reading, seen, address)


def _own_context(reading: Reading) -> Any:
    """Make the context of the record, as it is published."""
    from tipgraph.export.context import context_of_record  # noqa: PLC0415 - for JSON-LD that names it alone

    try:
        return context_of_record(reading.record or Record.find()).document()["@context"]
    except TipgraphError as error:
        raise SyntaxError(f"the context {CONTEXT} cannot be had ({error})", ("", 1, 1, "")) from None


# ---- addresses


def is_address(name: str) -> bool:
    """Tell whether what somebody names is an address rather than a file."""
    return urlsplit(name).scheme.lower() in ("http", "https")


@contextmanager
def downloaded(address: str) -> Iterator[Path]:
    """Fetch a dump; the file is gone when the block ends.

    Raises:
        tipgraph.errors.FileError: If it cannot be had.
        tipgraph.errors.UsageError: If neither its name nor its media type tells a form of RDF.
    """
    media_type, content = _fetched(address, ", ".join(dict.fromkeys(form.media_type for form in FORMS.values())))
    name = PurePosixPath(urlsplit(address).path).name
    if form_of(Path(name)) is None:
        form = RdfFormat.from_media_type(media_type)
        suffix = next((suffix for suffix, known in FORMS.items() if known == form), None)
        if suffix is None:
            raise UsageError(
                f"{address} is {media_type or 'of no media type'}, which is no form of RDF: name a dump file"
            )
        name = f"{name or 'dump'}{suffix}"
    with tempfile.TemporaryDirectory(prefix="tipgraph-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


class _OnlyHttp(urllib.request.HTTPRedirectHandler):
    """Follows redirections to other addresses of the Web, and to nothing else."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if not is_address(newurl):
            raise urllib.error.URLError(f"it leads to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetched(address: str, accept: str) -> tuple[str, bytes]:
    """Fetch what is at an address; its media type and its bytes."""
    if not is_address(address):
        raise UsageError(f"{address} is no address of the Web: name one that begins with https://")
    request = urllib.request.Request(address, headers={"Accept": accept, "User-Agent": "tipgraph"})  # noqa: S310 - looked at above
    try:
        with urllib.request.build_opener(_OnlyHttp).open(request, timeout=_WAIT) as answer:
            content = answer.read(_MOST + 1)
            media_type = answer.headers.get_content_type()
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        raise FileError(address, f"cannot be fetched ({error})", "see whether the address answers") from error
    if len(content) > _MOST:
        raise FileError(address, f"is larger than {_MOST:,} bytes", "fetch it, and name the file")
    return media_type, content
