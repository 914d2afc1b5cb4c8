"""The canonical form (RDFC-1.0): two datasets that say the same have the same bytes, whatever their blank nodes are called."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import BinaryIO, Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, serialize

from tipgraph.export.dump import quads
from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source

_FILE: Final = "canonical.nq"


def canonical(found: Iterable[Quad]) -> bytes:
    """Return the canonical form of a dataset.

    Args:
        found: Its quads, in any order.

    Returns:
        What RDFC-1.0 with SHA-256 makes of them: canonical N-Quads, each once, the lines in the order of their code
        points. The text is held in memory for it.
    """
    blank: list[Quad] = []
    # Names of blank nodes follow from the quads that speak of them: to hash all others would take long.
    written = serialize(_without_blanks(found, blank), format=RdfFormat.N_QUADS) or b""
    dataset = Dataset(blank)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    written += serialize(dataset, format=RdfFormat.N_QUADS) or b""
    # UTF-8 sorts as code points do. Split at line feeds only: other line ends stand unescaped within literals.
    return b"".join(line + b"\n" for line in sorted(set(written.split(b"\n"))) if line)


def _without_blanks(found: Iterable[Quad], blank: list[Quad]) -> Iterator[Quad]:
    """Give the quads in which there is no blank node, and put the others aside."""
    for quad in found:
        terms = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(term, BlankNode | Triple) for term in terms):
            blank.append(quad)
        else:
            yield quad


def _write(source: Source, out: BinaryIO, selection: Selection) -> None:
    out.write(canonical(quads(source, selection)))


def _write_hash(source: Source, out: BinaryIO, selection: Selection) -> None:
    digest = sha256(canonical(quads(source, selection))).hexdigest()
    out.write(f"{digest}  {_FILE}\n".encode())


EXPORTS: Final = (
    Export(
        "canonical",
        "The canonical form of the dataset",
        "RDFC-1.0, and its SHA-256: who has the same hash has the same statements.",
        (
            Form("nquads", "nq", "application/n-quads", _write, is_selective=True),
            Form("sha256", "sha256", "text/plain", _write_hash, is_selective=True),
        ),
    ),
)
