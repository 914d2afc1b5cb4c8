"""Records by which catalogues, registries and search engines know the dataset; every count in them is computed."""

from typing import Final

from tipgraph.export.catalogue import citation, dcat, void
from tipgraph.export.registry import Export

EXPORTS: Final[tuple[Export, ...]] = (*dcat.EXPORTS, *void.EXPORTS, *citation.EXPORTS)
