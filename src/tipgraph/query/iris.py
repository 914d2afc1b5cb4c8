"""IRIs of a query in full, as its declarations have them."""

from collections.abc import Sequence
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from tipgraph.namespaces import ID, PREFIXES
from tipgraph.query.prepare import Prepared
from tipgraph.query.tokens import Token

_KNOWN: Final = f"BASE <{ID}>\n" + "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_DECLARATIONS: Final = frozenset({"BASE", "PREFIX", "VERSION"})


def resolve(query: Prepared, tokens: Sequence[Token]) -> list[str] | None:
    """Write IRIs of a query in full.

    The engine's parser of Turtle does it, in which declarations, prefixed names and escapes are those of SPARQL: so its
    answer is what the engine makes of the same words in the query.

    Args:
        query: The query; its declarations count, and those that need not be made.
        tokens: Tokens of it, of kind ``iri`` or ``name``.

    Returns:
        The IRI of each; ``None`` if one of them, or of the declarations, is not an IRI.
    """
    declared = "".join(f"{token.text}\n" for token in _prologue(query.tokens))
    asked = "".join(f"<{ID}> <{ID}> {token.text} .\n" for token in tokens)
    try:
        found = [quad.object for quad in parse(_KNOWN + declared + asked, format=RdfFormat.TURTLE)]
    except SyntaxError:
        return None
    return [term.value for term in found if isinstance(term, NamedNode)]


def behind_declarations(tokens: Sequence[Token]) -> int:
    """Return the index of the first token behind the declarations at the head of a query."""
    at = 0
    while at < len(tokens) and tokens[at].word in _DECLARATIONS:
        at += _length(tokens[at])
    return at


def _prologue(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of the declarations, without that of the version of SPARQL."""
    kept: list[Token] = []
    at = 0
    while at < behind_declarations(tokens):
        length = _length(tokens[at])
        if tokens[at].word != "VERSION":
            kept += tokens[at : at + length]
        at += length
    return kept


def _length(declaration: Token) -> int:
    """Return how many tokens a declaration has that begins with one."""
    return 3 if declaration.word == "PREFIX" else 2
