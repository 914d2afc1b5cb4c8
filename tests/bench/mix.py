"""The mix of queries: standard SPARQL 1.1, one file each, asked of every engine in the same words."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

FOLDER = Path(__file__).parent / "mix"


@dataclass(frozen=True)
class Query:
    """A query of the mix."""

    name: str
    title: str
    text: str

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph rather than a table or a truth value."""
        return re.search(r"^(CONSTRUCT|DESCRIBE)", self.text, re.MULTILINE) is not None

    def marked(self, number: int) -> str:
        """Return the query with a comment that no other request has, so that no kept answer is an answer to it."""
        return f"{self.text}# {number}\n"


def load_mix() -> list[Query]:
    """Read the queries, in the order of their files' names."""
    found = []
    for path in sorted(FOLDER.glob("*.rq")):
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        found.append(Query(path.stem.partition("-")[2], first.removeprefix("# title: "), text))
    return found


def encoded_mark(number: int) -> str:
    """Return the comment of :meth:`Query.marked` as it stands behind an encoded query."""
    return quote_plus(f"# {number}\n")
