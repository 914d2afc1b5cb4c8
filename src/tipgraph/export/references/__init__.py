"""The documents for reference managers."""

from typing import Final

from tipgraph.export.references.bibtex import write_bibtex
from tipgraph.export.references.csl import write_csl
from tipgraph.export.registry import Export, Form

EXPORTS: Final = (
    Export(
        "references",
        "References",
        "Every document of the record and every one that it cites, for reference managers.",
        (
            Form("bibtex", "bib", "application/x-bibtex", write_bibtex),
            Form("csl-json", "json", "application/vnd.citationstyles.csl+json", write_csl),
        ),
    ),
)
