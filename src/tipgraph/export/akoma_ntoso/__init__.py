"""The documents in Akoma Ntoso 3.0, the XML of parliaments and, as AKN4UN, of the United Nations."""

from functools import partial
from typing import BinaryIO, Final

from pyoxigraph import NamedNode

from tipgraph.dataset.load import DOCUMENT
from tipgraph.export.akoma_ntoso.document import document
from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source
from tipgraph.namespaces import ID

MEDIA_TYPE: Final = "application/akn+xml"


def exports(source: Source) -> tuple[Export, ...]:
    """Return an export for each document whose text is in the record."""
    names = sorted(
        graph.removeprefix(DOCUMENT) for graph in source.build.manifest["graphs"] if graph.startswith(DOCUMENT)
    )
    return tuple(
        Export(
            f"akoma-ntoso/{name}",
            f"Akoma Ntoso: {name}",
            "The document as Akoma Ntoso 3.0, with the words of its parts as they stand in the source text.",
            (Form("xml", "xml", MEDIA_TYPE, partial(_write, name=name)),),
            is_quoted=True,
        )
        for name in names
    )


def _write(source: Source, out: BinaryIO, _: Selection, *, name: str) -> None:
    out.write(document(source, NamedNode(f"{ID}document/{name}")))
