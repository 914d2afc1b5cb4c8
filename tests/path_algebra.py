"""Property paths by the letter of SPARQL 1.1, sections 18.2.2.4 and 18.4, for small graphs: slow, and plain to read."""

from collections import Counter
from collections.abc import Collection
from itertools import product

from hypothesis import strategies as st

from tests.random_queries import PROPERTIES, THINGS

Path = tuple  # type: ignore[type-arg]
"""``("link", "p")``, ``("not", forwards, backwards)``, or an operator with its paths: ``/ | ^ ? * +``."""
Triple = tuple[str, str, str]
Pairs = Counter[tuple[str, str]]

ENDS = st.sampled_from(["?a", "?b", *(f":{name}" for name in THINGS), ":nowhere"])


def paths() -> st.SearchStrategy[Path]:
    """Paths of few operators."""
    name = st.sampled_from(PROPERTIES)
    names = st.lists(name, max_size=2, unique=True)
    # The engine does not know "!()".
    sets = st.tuples(st.just("not"), names, names).filter(lambda leaf: bool(leaf[1] or leaf[2]))
    leaves = st.one_of(name.map(lambda p: ("link", p)), sets)
    return st.recursive(
        leaves,
        lambda deeper: st.one_of(
            st.tuples(st.sampled_from("/|"), deeper, deeper), st.tuples(st.sampled_from("^?*+"), deeper)
        ),
        max_leaves=4,
    )


def write(path: Path) -> str:
    """Write a path in SPARQL."""
    match path:
        case ("link", name):
            return f":{name}"
        case ("not", forwards, backwards):
            return f"!({'|'.join([*(f':{p}' for p in forwards), *(f'^:{p}' for p in backwards)])})"
        case ("/" | "|" as operator, one, other):
            return f"({write(one)}{operator}{write(other)})"
        case ("^", one):
            return f"^({write(one)})"
        case (operator, one):
            return f"({write(one)}){operator}"
    raise AssertionError(path)


def solutions(path: Path, triples: Collection[Triple], start: str, end: str) -> Counter[tuple[tuple[str, str], ...]]:
    """Return how often each solution of a path between two ends is in the answer, as pairs of a name and a term."""
    graph = set(triples)
    fixed = {term for term in (_iri(start), _iri(end)) if term}
    found: Counter[tuple[tuple[str, str], ...]] = Counter()
    for (one, other), number in _walk(path, graph, _iri(start), _iri(end), fixed).items():
        solution: dict[str, str] = {}
        for name, term in ((start, one), (end, other)):
            if solution.setdefault(name, term) != term:
                break
        else:
            found[tuple(sorted((name[1:], term) for name, term in solution.items() if name[0] == "?"))] += number
    return found


def _iri(end: str) -> str | None:
    return None if end[0] == "?" else f"<urn:t:{end[1:]}>"


def _walk(path: Path, graph: set[Triple], start: str | None, end: str | None, fixed: set[str]) -> Pairs:
    """Return the pairs that a path joins, each as often as it does; ``None`` stands for a variable."""
    match path:
        case ("link", name):
            found = Counter((s, o) for s, p, o in graph if p == name)
        case ("not", forwards, backwards):
            found = Counter()
            if forwards or not backwards:
                found += Counter((s, o) for s, p, o in graph if p not in forwards)
            if backwards:
                found += Counter((o, s) for s, p, o in graph if p not in backwards)
        case ("^", one):
            found = Counter({(o, s): n for (s, o), n in _walk(one, graph, end, start, fixed).items()})
        case ("|", one, other):
            found = _walk(one, graph, start, end, fixed) + _walk(other, graph, start, end, fixed)
        case ("/", one, other):
            found = Counter()
            first, second = _walk(one, graph, start, None, fixed), _walk(other, graph, None, end, fixed)
            for ((s, middle), n), ((again, o), m) in product(first.items(), second.items()):
                if middle == again:
                    found[s, o] += n * m
        case (operator, one):
            found = _closure(operator, one, graph, start, end, fixed)
    return Counter({pair: n for pair, n in found.items() if start in {None, pair[0]} and end in {None, pair[1]}})


def _closure(
    operator: str, path: Path, graph: set[Triple], start: str | None, end: str | None, fixed: set[str]
) -> Pairs:
    """Follow a path for as many steps as its operator allows, each pair once."""
    nodes = {term for s, _, o in graph for term in (s, o)}
    # From or to a term, that term is there, too; between variables only what the graph mentions.
    begins = {start} if start else nodes | ({end} if end else set())
    reached: Pairs = Counter()
    for begin in begins:
        seen = {begin} if operator in "?*" else set[str]()
        edge, first = {begin}, True
        while edge and (first or operator != "?"):
            edge = {o for node in edge for _, o in _walk(path, graph, node, None, fixed)} - seen
            seen |= edge
            first = False
        reached.update((begin, node) for node in seen)
    return reached
