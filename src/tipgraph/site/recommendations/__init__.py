"""The recommendations as a table that can be filtered, sorted and grouped."""

from tipgraph.site.recommendations.collect import Recommendation, Status, collect
from tipgraph.site.recommendations.select import FACETS, GROUPS, SORTS, Choice, Facet, Selected, select

__all__ = [
    "FACETS",
    "GROUPS",
    "SORTS",
    "Choice",
    "Facet",
    "Recommendation",
    "Selected",
    "Status",
    "collect",
    "select",
]
