"""The parts of a Word file: a zip archive of XML files, none of which is trusted in size or in form."""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipgraph.errors import FileError

Element = Any  # lxml has no types of its own

EXPANDED_BYTES = 40 * 1024 * 1024
"""How much XML one file may expand to: 300 pages of text make about 10 MB; an archive made to exhaust memory, gigabytes."""

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATIONS.encode()),
)
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_WAY_OUT = "open it in a word processor and save it anew as .docx"


@dataclass(frozen=True)
class Relation:
    """What a part of a file refers to: the kind of the other part (``footnotes``) and its name in the archive."""

    kind: str
    target: str


class Package:
    """A Word file whose parts are read one at a time."""

    def __init__(self, raw: bytes, path: Path) -> None:
        self._path = path
        self._left = EXPANDED_BYTES
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise self.damaged(str(error)) from error
        main = [relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"]
        self.main = main[0] if main else "word/document.xml"

    def damaged(self, reason: str) -> FileError:
        """Return the error that says that the file cannot be read, and what to do."""
        return FileError(self._path, f"this Word file is damaged ({reason})", _WAY_OUT)

    def part(self, name: str) -> Element | None:
        """Return the root of an XML part, or None where the file has no such part."""
        from lxml import etree  # noqa: PLC0415 - heavy, and only Word files need it

        raw = self._read(name)
        if raw is None:
            return None
        for strict, transitional in _STRICT:
            raw = raw.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged(f"{name}: {error}") from error
        if root.getroottree().docinfo.doctype:
            raise self.damaged(f"{name} declares a document type, which no Word file does")
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part refers to, by the identifier that its XML uses; the archive itself is the part ``""``."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        relations: dict[str, Relation] = {}
        for child in root if root is not None else ():
            if not isinstance(child.tag, str) or child.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, child.get("Target", ""))).lstrip("/")
            relations[child.get("Id", "")] = Relation(child.get("Type", "").rpartition("/")[2], target)
        return relations

    def _read(self, name: str) -> bytes | None:
        """Read a part, never more of it than is left of what the file may expand to."""
        try:
            with self._archive.open(name) as stream:
                raw = stream.read(self._left + 1)
        except KeyError:
            return None
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise self.damaged(f"{name}: {error}") from error
        self._left -= len(raw)
        if self._left < 0:
            reason = f"its XML expands to more than {EXPANDED_BYTES // (1024 * 1024)} MB"
            raise FileError(self._path, reason, "save its text as .txt, or in several files")
        return raw


def tag(element: Element) -> str:
    """Return an element's name without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *path: str) -> list[Element]:
    """Return the children of an element that are reached by names of the Word namespace, one name a step."""
    found = [] if element is None else [element]
    for name in path:
        found = [child for parent in found for child in parent.iterchildren(f"{{{WORD}}}{name}")]
    return found


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first of :func:`children`, or None."""
    found = children(element, *path)
    return found[0] if found else None


def attribute(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of the Word namespace, or None."""
    if element is None:
        return None
    found = element.get(f"{{{WORD}}}{name}")
    return None if found is None else str(found)


def related(element: Element, name: str = "id") -> str | None:
    """Return an attribute that names another part, or None."""
    found = element.get(f"{{{_RELATIONS}}}{name}")
    return None if found is None else str(found)


def value(element: Element | None, *path: str) -> str | None:
    """Return the ``val`` of the element reached by names, or None."""
    return attribute(child(element, *path))


def number(element: Element | None, *path: str) -> int | None:
    """Return the ``val`` of the element reached by names as a whole number; None where there is none."""
    found = value(element, *path)
    return int(found) if found is not None and _WHOLE.fullmatch(found) else None


def switch(element: Element | None, *path: str) -> bool | None:
    """Return whether the element reached by names is switched on; None where there is no such element."""
    found = child(element, *path)
    return None if found is None else attribute(found) not in ("0", "false", "off", "none")
