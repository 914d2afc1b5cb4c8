"""The statements of a text, each with the places of its three parts."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from tipgraph.namespaces import RDF, XSD
from tipgraph.positions.tokens import Kind, Token, tokens

Node = NamedNode | BlankNode
Term = Node | Literal
Span = tuple[int, int]
"""Numbers of characters: the first, and the one behind the last."""

_FIRST, _REST, _NIL, _TYPE = (NamedNode(RDF + name) for name in ("first", "rest", "nil", "type"))
_NUMBERS: Final = {Kind.INTEGER: "integer", Kind.DECIMAL: "decimal", Kind.DOUBLE: "double"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LOCAL_ESCAPE: Final = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")
_CONTROL: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Placed(NamedTuple):
    """A statement, and where its parts stand."""

    subject: Node
    predicate: NamedNode
    object: Term
    graph: Node | None
    subject_at: Span
    predicate_at: Span
    object_at: Span


def placed_statements(text: str, base: str = "") -> Iterator[Placed]:
    """Read the statements of Turtle, TriG, N-Triples or N-Quads.

    Args:
        text: The text. It is taken to be well-formed; where it is not, what stands before the fault is given.
        base: The IRI against which relative ones are resolved, until the text names one.

    Yields:
        The statements that a parser gives, those of a blank node in brackets before the one that it stands in. Blank
        nodes without a label are called after the character at which they begin.
    """
    return _Walk(text, base).statements()


class _TextEnds(Exception):  # noqa: N818 - no fault: what stands before it is known
    """The text ends, or is not well-formed from here on."""


class _Walk:
    """Reads tokens as the grammar orders them."""

    def __init__(self, text: str, base: str) -> None:
        self._tokens = tokens(text)
        self._ahead: list[Token] = []
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._graph: Node | None = None
        self._found: list[Placed] = []

    def statements(self) -> Iterator[Placed]:
        """Read to the end."""
        try:
            while True:
                self._statement()
                yield from self._found
                self._found.clear()
        except _TextEnds:
            yield from self._found

    # ---- tokens

    def _peek(self) -> Token | None:
        if not self._ahead:
            token = next(self._tokens, None)
            if token is None:
                return None
            self._ahead.append(token)
        return self._ahead[0]

    def _next(self) -> Token:
        token = self._peek()
        if token is None:
            raise _TextEnds
        self._ahead.pop()
        return token

    def _takes(self, *marks: str) -> bool:
        token = self._peek()
        if token is not None and token.text in marks:
            self._ahead.pop()
            return True
        return False

    def _stands(self, *marks: str) -> bool:
        token = self._peek()
        return token is not None and token.text in marks

    def _expect(self, mark: str) -> Token:
        token = self._next()
        if token.text != mark:
            raise _TextEnds
        return token

    # ---- the grammar

    def _statement(self) -> None:
        token = self._peek()
        if token is None:
            raise _TextEnds
        word = token.text.lower() if token.kind in (Kind.WORD, Kind.DIRECTIVE) else ""
        if word in ("@prefix", "prefix", "@base", "base"):
            self._directive(word)
        elif word == "graph":
            self._next()
            self._block(self._name_of_graph())
        elif token.text == "{":
            self._block(None)
        else:
            self._triples_or_graph()

    def _directive(self, word: str) -> None:
        self._next()
        prefix = self._next().text if word.endswith("prefix") else ""
        iri = self._iri(self._next())
        if word.endswith("prefix"):
            self._prefixes[prefix.removesuffix(":")] = iri
        else:
            self._base = iri
        if word.startswith("@"):
            self._expect(".")

    def _name_of_graph(self) -> Node:
        token = self._next()
        if token.text == "[":
            self._expect("]")
            return self._blank(token)
        return self._node(token)

    def _block(self, graph: Node | None) -> None:
        self._expect("{")
        self._graph = graph
        while not self._takes("}"):
            self._triples()
            if not self._takes("."):
                self._expect("}")
                break
        self._graph = None

    def _triples_or_graph(self) -> None:
        """Read triples up to their full stop; or a graph, whose name stands where a subject would."""
        subject, at, is_alone = self._subject()
        if self._stands("{"):
            self._block(subject)
            return
        self._predicates(subject, at, may_be_none=is_alone)
        if self._stands("."):
            self._next()
        else:  # the fourth part of N-Quads
            graph = self._node(self._next())
            self._found[-1] = self._found[-1]._replace(graph=graph)
            self._expect(".")

    def _triples(self) -> None:
        subject, at, is_alone = self._subject()
        self._predicates(subject, at, may_be_none=is_alone)

    def _subject(self) -> tuple[Node, Span, bool]:
        """Read a subject; the last tells whether it may stand without predicates, as a blank node with its own may."""
        token = self._next()
        if token.text == "[":
            return self._brackets(token)
        if token.text == "(":
            return *self._collection(token), False
        return self._node(token), token.span, False

    def _predicates(self, subject: Node, at: Span, *, may_be_none: bool = False) -> None:
        if may_be_none and self._stands(".", "}"):
            return
        while True:
            verb = self._next()
            predicate = _TYPE if verb.text == "a" else NamedNode(self._iri(verb))
            self._objects(subject, at, predicate, verb.span)
            is_more = False
            while self._takes(";"):
                is_more = True
            if not is_more or self._stands(".", "]", "}"):
                return

    def _objects(self, subject: Node, at: Span, predicate: NamedNode, verb_at: Span) -> None:
        while True:
            value, value_at = self._value(self._next())
            self._add(subject, predicate, value, at, verb_at, value_at)
            if not self._takes(","):
                return

    def _add(self, subject: Node, predicate: NamedNode, value: Term, at: Span, verb_at: Span, value_at: Span) -> None:
        self._found.append(Placed(subject, predicate, value, self._graph, at, verb_at, value_at))

    def _brackets(self, opening: Token) -> tuple[BlankNode, Span, bool]:
        node = self._blank(opening)
        if self._stands("]"):
            return node, (opening.start, self._next().end), False
        self._predicates(node, opening.span)
        return node, (opening.start, self._expect("]").end), True

    def _collection(self, opening: Token) -> tuple[Node, Span]:
        """Read a collection. What it says of its order has no words of its own in the text, but those of its items."""
        head: Node = _NIL
        last: BlankNode | None = None
        at = opening.span
        while not self._stands(")"):
            token = self._next()
            node = BlankNode(f"item-at-{token.start}")
            value, value_at = self._value(token)
            if last is None:
                head = node
            else:
                self._add(last, _REST, node, at, at, value_at)
            self._add(node, _FIRST, value, value_at, value_at, value_at)
            last, at = node, value_at
        end = self._next()
        if last is not None:
            self._add(last, _REST, _NIL, at, at, end.span)
        return head, (opening.start, end.end)

    # ---- terms

    def _value(self, token: Token) -> tuple[Term, Span]:
        """Read what may be an object."""
        if token.text == "[":
            node, at, _ = self._brackets(token)
            return node, at
        if token.text == "(":
            return self._collection(token)
        if token.kind in (Kind.STRING, Kind.LONG):
            return self._literal(token)
        if token.kind in _NUMBERS:
            return Literal(token.text, datatype=NamedNode(XSD + _NUMBERS[token.kind])), token.span
        if token.text in ("true", "false"):
            return Literal(token.text, datatype=NamedNode(XSD + "boolean")), token.span
        return self._node(token), token.span

    def _literal(self, token: Token) -> tuple[Literal, Span]:
        quotes = 3 if token.kind is Kind.LONG else 1
        words = _unescaped(token.text[quotes:-quotes])
        following = self._peek()
        if following is not None and following.kind is Kind.LANGUAGE:
            self._next()
            return Literal(words, language=following.text[1:].lower()), (token.start, following.end)
        if self._takes("^^"):
            datatype = self._next()
            return Literal(words, datatype=NamedNode(self._iri(datatype))), (token.start, datatype.end)
        return Literal(words), token.span

    def _node(self, token: Token) -> Node:
        if token.kind is Kind.BLANK:
            return BlankNode(token.text[2:])
        return NamedNode(self._iri(token))

    def _blank(self, opening: Token) -> BlankNode:
        return BlankNode(f"at-{opening.start}")

    def _iri(self, token: Token) -> str:
        if token.kind is Kind.IRI:
            return resolved(_unescaped(token.text[1:-1]), self._base)
        if token.kind is Kind.NAME:
            prefix, _, local = token.text.partition(":")
            if prefix in self._prefixes:
                return self._prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)
        raise _TextEnds


@lru_cache(maxsize=65_536)
def resolved(iri: str, base: str) -> str:
    """Resolve a reference against a base as the parser does (RFC 3986, section 5.2)."""
    try:
        (quad,) = parse(f"<{iri}> <a:a> <a:a> .", format=RdfFormat.TURTLE, base_iri=base or None)
    except (SyntaxError, ValueError):
        raise _TextEnds from None
    return str(quad.subject.value)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CONTROL.get(match[3], match[3])
