"""The ontology as a person reads it: an index of its terms, and a page for each."""

from tipgraph.site.vocabulary.known import Known
from tipgraph.site.vocabulary.outline import Entry, Outline, outline
from tipgraph.site.vocabulary.term import Term, describe_term

__all__ = ["Entry", "Known", "Outline", "Term", "describe_term", "outline"]
