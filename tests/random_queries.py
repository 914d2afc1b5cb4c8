"""Small graphs and queries at random, to compare two ways of answering the same."""

from collections import Counter
from itertools import count
from random import Random

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    Store,
    Variable,
)

from tipgraph.query.run import Result

PREFIX = "PREFIX : <urn:t:> "
THINGS = "xyzw"
PROPERTIES = "pqr"
OUTER, INNER = "abc", "abcde"
"""Variables outside of an EXISTS, and within one."""


def random_store(random: Random) -> Store:
    """Fill a store: a default graph of a dozen triples and two named graphs of some."""
    store = Store()
    graphs = [DefaultGraph(), DefaultGraph(), NamedNode("urn:t:g"), NamedNode("urn:t:h")]
    nodes: list[NamedNode | BlankNode] = [*(NamedNode(f"urn:t:{name}") for name in THINGS), BlankNode("n")]
    for _ in range(random.randint(0, 40)):
        thing = random.choice([*nodes, *nodes, Literal("1"), Literal(1)])
        predicate = NamedNode(f"urn:t:{random.choice(PROPERTIES)}")
        store.add(Quad(random.choice(nodes), predicate, thing, random.choice(graphs)))
    return store


class Writer:
    """Writes a query at random: every construct of a group, with EXISTS at every place where one can stand."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._new = count()
        self._variables = OUTER

    def query(self) -> str:
        """Write a query whose answer does not depend on the order of solutions."""
        form = self._random.choice(["SELECT *", "SELECT DISTINCT *", "SELECT (COUNT(*) AS ?n)", "ASK"])
        return f"{PREFIX}{form} {self._outer()}"

    def group(self) -> str:
        """Write a group of few parts."""
        self._variables = INNER
        return self._group(2)

    def _outer(self) -> str:
        """Write a group that most surely has an EXISTS."""
        parts = [self._triples(), *self._parts(1, self._random.choice([0, 0, 1]))]
        parts.append(self._exists_somewhere())
        self._random.shuffle(parts)
        return f"{{ {' '.join(parts)} }}"

    def _exists_somewhere(self) -> str:
        self._variables = INNER
        exists = self._exists(self._random.choice([1, 1, 2]))
        return self._random.choice(
            [
                f"FILTER {exists}",
                f"FILTER ({exists} || {self._condition(0)})",
                f"FILTER (!({exists}))",
                f"BIND ({exists} AS ?e{next(self._new)})",
                f"OPTIONAL {{ {self._triples()} FILTER {exists} }}",
                f"FILTER {exists}",
            ]
        )

    def _exists(self, depth: int) -> str:
        return f"{self._random.choice(['EXISTS', 'NOT EXISTS'])} {self._group(depth)}"

    def _group(self, depth: int) -> str:
        if depth and self._random.random() < 0.08:
            return f"{{ {self._subquery(depth)} }}"
        return f"{{ {' '.join(self._parts(depth, self._random.choice([1, 2, 2, 3])))} }}"

    def _parts(self, depth: int, number: int) -> list[str]:
        return [self._part(depth) for _ in range(number)]

    def _part(self, depth: int) -> str:
        choices = [self._triples] * 6 + [self._values]
        if depth:
            deeper = depth - 1
            choices += [
                lambda: f"FILTER {self._exists(deeper)}",
                lambda: f"FILTER ({self._condition(deeper)})",
                lambda: f"FILTER ({self._condition(deeper)})",
                lambda: f"OPTIONAL {self._group(deeper)}",
                lambda: f"OPTIONAL {self._group(deeper)}",
                lambda: f"MINUS {self._group(deeper)}",
                lambda: f"GRAPH {self._random.choice([':g', ':h', '?g', self._variable()])} {self._group(deeper)}",
                lambda: f"{self._group(deeper)} UNION {self._group(deeper)}",
                lambda: self._group(deeper),
                lambda: f"BIND ({self._expression(deeper)} AS ?e{next(self._new)})",
                lambda: f"{{ {self._subquery(deeper)} }}",
            ]
        return self._random.choice(choices)()

    def _subquery(self, depth: int) -> str:
        group = self._group(max(depth - 1, 0))
        one = self._variable()
        columns = self._random.choice(["*", "DISTINCT *", one, f"DISTINCT {one}", f"(COUNT(*) AS ?e{next(self._new)})"])
        if self._random.random() < 0.3:
            return f"SELECT {one} (COUNT(*) AS ?e{next(self._new)}) {group} GROUP BY {one}"
        return f"SELECT {columns} {group}"

    def _values(self) -> str:
        one, other = self._random.sample(self._variables, 2)
        rows = " ".join(
            f"({self._random.choice([self._thing(), 'UNDEF'])} {self._thing()})"
            for _ in range(self._random.randint(1, 3))
        )
        return f"VALUES (?{one} ?{other}) {{ {rows} }}"

    def _triples(self) -> str:
        subject = self._random.choice([self._node] * 12 + [self._list, self._nested])()
        lists = [self._objects() for _ in range(self._random.choice([1, 1, 1, 1, 2]))]
        return f"{subject} {' ; '.join(lists)} ."

    def _objects(self) -> str:
        things = [self._object() for _ in range(self._random.choice([1, 1, 1, 1, 2]))]
        return f"{self._verb()} {', '.join(things)}"

    def _object(self) -> str:
        choices = [self._node] * 24 + [self._list, self._nested, lambda: "[]", lambda: "1", lambda: "'1'"]
        return self._random.choice(choices)()

    def _list(self) -> str:
        return f"({' '.join(self._node() for _ in range(self._random.randint(0, 2)))})"

    def _nested(self) -> str:
        return f"[ {self._verb()} {self._node()} ]"

    def _node(self) -> str:
        return self._random.choice([self._variable()] * 8 + [self._thing()])

    def _variable(self) -> str:
        return self._random.choice("?$") + self._random.choice(self._variables)

    def _thing(self) -> str:
        return f":{self._random.choice(THINGS)}"

    def _verb(self) -> str:
        one, other = (f":{self._random.choice(PROPERTIES)}" for _ in "12")
        simple = [one] * 8 + [self._variable()]
        paths = [f"{one}/{other}", f"^{one}", f"{one}*", f"{one}+", f"{one}?", f"({one}|{other})*", f"!{one}"]
        paths += [f"{one}|^{other}", f"{one}/{other}*", f"^({one}/{other})", f"!(^{one}|{other})"]
        return self._random.choice([*simple, self._random.choice(paths)])

    def _condition(self, depth: int) -> str:
        one, other = self._variable(), self._variable()
        simple = [
            f"{one} = {other}",
            f"{one} != {self._thing()}",
            f"BOUND({one})",
            f"!BOUND({one})",
            f"{one} < {other}",
        ]
        simple += [f"COALESCE({one}, {other}) != {self._thing()}", f"isIRI({one}) && {one} != {other}"]
        if depth and self._random.random() < 0.3:
            return f"{self._exists(depth - 1)} {self._random.choice(['&&', '||'])} {self._random.choice(simple)}"
        return self._random.choice(simple)

    def _expression(self, depth: int) -> str:
        simple = [self._variable(), self._thing(), f"STR({self._variable()})", f"({self._condition(depth)})"]
        return self._random.choice(simple)


def solutions(found: Result) -> object:
    """Return an answer so that it can be compared: a truth value, or how often each solution is in it."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names: list[Variable] = list(found.variables)
    return Counter(tuple((name.value, str(row[name])) for name in names) for row in found)
