"""The register of IRIs: what was published once is kept, or deprecated with a successor."""

import re
from pathlib import Path
from typing import Final

from tipgraph.errors import MalformedError
from tipgraph.files import read_text_strict, write_text_atomic
from tipgraph.namespaces import DCTERMS, ID, OWL, SCHEME, TIP, short
from tipgraph.record import Record
from tipgraph.turtle import natural_key
from tipgraph.validate.material import Material
from tipgraph.validate.report import Result, Severity

PUBLISHED: Final = (ID, SCHEME, TIP)
"""Below these lie the IRIs that the record publishes."""

_FORM: Final = re.compile(r"https://\S+")


def published(material: Material) -> set[str]:
    """Find every IRI that the record publishes: what its files describe below its own namespaces.

    What is marked for review, and what lies below it, is not published yet: the decision may take it back.
    """
    marked = set(material.facts.having(TIP + "needsReview"))
    return {iri for iri in material.facts if iri.startswith(PUBLISHED) and not is_below(iri, marked)}


def is_below(iri: str, things: set[str]) -> bool:
    """Tell whether an IRI is one of some things, or lies below one."""
    parts = iri.split("/")
    return bool(things) and any("/".join(parts[:length]) in things for length in range(len(parts), 3, -1))


def read_register(path: Path) -> list[str]:
    """Read the register.

    Args:
        path: A text file with one IRI a line, sorted.

    Returns:
        The IRIs; none where there is no file yet.

    Raises:
        tipgraph.errors.MalformedError: If a line is not one of our IRIs, stands twice, or stands out of order.
    """
    if not path.exists():
        return []
    lines = read_text_strict(path, may_be_empty=True).splitlines()
    for number, line in enumerate(lines, 1):
        if not _FORM.fullmatch(line) or not line.startswith(PUBLISHED):
            raise MalformedError(path, number, 1, f"{line!r} is not an IRI of this record", "remove the line")
        if number > 1 and natural_key(lines[number - 2]) >= natural_key(line):
            raise MalformedError(path, number, 1, f"{line} stands twice or out of order", "run 'tipgraph register'")
    return lines


def unregistered(record: Record, material: Material) -> list[str]:
    """Find the IRIs that the record publishes and the register lacks, sorted."""
    return sorted(published(material) - set(read_register(record.register)), key=natural_key)


def add_to_register(record: Record, material: Material) -> list[str]:
    """Add to the register what it lacks; nothing is ever taken out of it.

    Args:
        record: The record whose register is written.
        material: What the record publishes.

    Returns:
        The IRIs that were added, sorted.

    Raises:
        tipgraph.errors.FileError: If the register cannot be written.
        tipgraph.errors.MalformedError: If it is not a register.
    """
    added = unregistered(record, material)
    if added:
        everything = sorted({*read_register(record.register), *added}, key=natural_key)
        write_text_atomic(record.register, "".join(f"{iri}\n" for iri in everything))
    return added


def check_register(record: Record, material: Material) -> list[Result]:
    """Compare the register with the record.

    Args:
        record: The record whose register is read.
        material: What the record publishes.

    Returns:
        A result for each IRI that was published and is gone without a successor, and one for all that are missing.
    """
    name = record.register.relative_to(record.root).as_posix()
    facts = material.facts
    results = []
    for number, iri in enumerate(read_register(record.register), 1):
        if iri not in facts:
            message = (
                f"{short(iri)} was published and is gone: restore it, or describe it with owl:deprecated true and "
                "dcterms:isReplacedBy its successor"
            )
            results.append(Result("register-kept", Severity.VIOLATION, iri, message, file=name, line=number))
        elif facts.objects(iri, OWL + "deprecated") and not any(
            successor in facts for successor in facts.objects(iri, DCTERMS + "isReplacedBy")
        ):
            message = (
                "it is deprecated and its successor is not in the record: name one that is with dcterms:isReplacedBy"
            )
            results.append(material.result("register-successor", Severity.VIOLATION, iri, message))
    missing = unregistered(record, material)
    if missing:
        others = f" and {len(missing) - 1:,} others are" if len(missing) > 1 else " is"
        message = f"{short(missing[0])}{others} not in the register: run 'tipgraph register'"
        results.append(Result("register-complete", Severity.VIOLATION, name, message, file=name))
    return results
