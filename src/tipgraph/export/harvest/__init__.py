"""The record for harvesters: OAI-PMH 2.0 (http://www.openarchives.org/OAI/openarchivesprotocol.html)."""

from typing import Final

from tipgraph.export.harvest import static
from tipgraph.export.registry import Export

EXPORTS: Final[tuple[Export, ...]] = static.EXPORTS
