"""The query language of search: what a person writes is read as meant, and nothing that anybody writes is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipgraph.dataset.build import Build
from tipgraph.namespaces import ID
from tipgraph.site.search.expression import expression, with_synonyms
from tipgraph.site.search.find import find, find_all
from tipgraph.site.search.index import Index, read_index
from tipgraph.site.search.language import LONGEST, MOST_WORDS, All, Any, Not, Words, parse
from tipgraph.site.search.request import Request

SIGNS = [
    "a",
    "États",
    "8(b)",
    "x-y",
    "AND",
    "OR",
    "NOT",
    "and",
    "-",
    "(",
    ")",
    '"',
    "“",
    "*",
    "traffick*",
    "NEAR(a b)",
    "^a",
]
ODD = ["a:b", "{title}", "'", "\\", "%", "\x00", "\x02", "\ue000", "\u0301", "𝔸", "ﷺ", "İ", "ß", "٣", "٠١", "委", "🎈"]
WRITTEN = st.lists(st.sampled_from([*SIGNS, *ODD]), max_size=30).map(" ".join)
ANYTHING = WRITTEN | st.text(max_size=80)


@pytest.fixture(scope="module")
def index(build: Build) -> Index:
    return read_index(build)


def one(word: str, *, prefix: bool = False) -> Words:
    return Words((word,), prefix=prefix)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("training", one("training")),
        ("training police", All((one("training"), one("police")))),
        ("training AND police", All((one("training"), one("police")))),
        ("training OR police", Any((one("training"), one("police")))),
        ("a b OR c d", Any((All((one("a"), one("b"))), All((one("c"), one("d")))))),
        ("a (b OR c)", All((one("a"), Any((one("b"), one("c")))))),
        ("training -police", All((one("training"), Not(one("police"))))),
        ("training NOT police", All((one("training"), Not(one("police"))))),
        ("NOT NOT police", one("police")),
        ("-(a b)", Not(All((one("a"), one("b"))))),
        ('"Labour  Exploitation"', Words(("labour", "exploitation"), quoted=True)),
        ("“labour exploitation”", Words(("labour", "exploitation"), quoted=True)),
        ("traffick*", one("traffick", prefix=True)),
        ('"labour expl*"', Words(("labour", "expl"), quoted=True, prefix=True)),
        ("awareness-raising", Words(("awareness", "raising"), quoted=True)),
        ("8(b)", Words(("8", "b"), quoted=True)),
        ("Côte d’Ivoire", All((one("cote"), Words(("d", "ivoire"), quoted=True)))),
        ("and or not", All((one("and"), one("or"), one("not")))),
        ('"AND"', Words(("and",), quoted=True)),
        ("", None),
    ],
)
def test_what_is_meant(text: str, meant: object) -> None:
    read = parse(text)
    assert read.node == meant
    assert read.notes == ()


@pytest.mark.parametrize(
    ("text", "read_as", "note"),
    [
        ('"labour', "labour", "quotation mark"),
        ("(labour", "labour", "opening parenthesis"),
        ("labour)", "labour", "closing parenthesis"),
        (") labour ( ) police", "labour AND police", "closing parenthesis"),
        ("AND labour", "labour", "AND stands between"),
        ("labour OR", "labour", "OR stands between"),
        ("labour NOT", "labour", "NOT stands before"),
        ("labour * police", "labour AND police", "without letters or digits"),
        ("(" * 30 + "labour" + ")" * 30, "labour", "parentheses within"),
        ("x " * (LONGEST // 2) + "labour", " AND ".join("x" * MOST_WORDS), "characters"),
    ],
)
def test_what_is_forgiven_is_told(text: str, read_as: str, note: str) -> None:
    read = parse(text)
    assert read.text == read_as
    assert any(note in words for words in read.notes)


@given(ANYTHING)
def test_what_is_shown_as_read_is_read_the_same(text: str) -> None:
    read = parse(text)
    again = parse(read.text)
    assert again.node == read.node or len(read.text) > LONGEST
    assert again.notes == () or len(read.text) > LONGEST


@given(text=ANYTHING)
def test_nothing_is_an_error_of_the_index(index: Index, text: str) -> None:
    read = parse(text)
    if read.node:
        for node in (read.node, with_synonyms(read.node, index)[0]):
            assert 0 <= index.count(expression(node, index)) <= len(index.everything)


@given(
    words=st.lists(
        st.sampled_from(["training", "police", "victims", "states", "demand", "zzz"]), min_size=2, max_size=4
    )
)
def test_operators_do_what_they_say(index: Index, words: list[str]) -> None:
    def found(text: str) -> set[int]:
        node = parse(text).node
        assert node
        return {item for item, _ in index.matches(expression(node, index))}

    each = [found(word) for word in words]
    assert found(" ".join(words)) == set.intersection(*each)
    assert found(" OR ".join(words)) == set.union(*each)
    assert found(f"{words[0]} -{words[1]}") == each[0] - each[1]
    assert found(f"NOT {words[0]}") == set(index.everything) - each[0]
    assert found(f"NOT ({' OR '.join(words)})") == set(index.everything) - set.union(*each)
    assert found(f"{words[0]} OR NOT {words[1]}") == each[0] | (set(index.everything) - each[1])


def total(index: Index, text: str, **options: bool) -> int:
    return find(index, Request(text, **options)).total


def test_a_beginning_may_be_longer_than_a_stem(index: Index) -> None:
    """Porter makes “prosecut” of “prosecution”, and a search for all that begins with “prosecutio” must find it."""
    assert total(index, "prosecutio*") == total(index, "prosecution") > 0
    assert total(index, "zzz*") == 0


def test_accents_and_capitals_make_no_difference(index: Index) -> None:
    assert total(index, "TRAFFICKING") == total(index, "träffícking") == total(index, "trafficking") > 0


class TestSynonyms:
    """A name of a thing finds its other names too, and says so."""

    def test_of_a_body(self, index: Index) -> None:
        found = find(index, Request("UNODC"))
        (added,) = found.synonyms
        assert added.words == "unodc"
        assert "Office on Drugs and Crime" in added.names
        # The masthead of the note verbale has both; its last paragraph has only the long name.
        assert "document/cu-2009-92/p10" in everything(index, "UNODC")

    def test_not_where_only_the_words_are_wanted(self, index: Index) -> None:
        exact = find(index, Request("UNODC", exact=True))
        assert exact.synonyms == ()
        assert exact.total < total(index, "UNODC")

    def test_the_longest_name_counts(self, index: Index) -> None:
        (added,) = find(index, Request("victim compensation")).synonyms
        assert added.words == "victim compensation"

    def test_in_a_longer_search(self, index: Index) -> None:
        found = find(index, Request("Palermo Protocol implementation"))
        assert [added.words for added in found.synonyms] == ["palermo protocol"]
        assert "document/wg4-2009-report/48/10" in everything(index, "Palermo Protocol implementation")


def everything(index: Index, text: str) -> set[str]:
    return {hit.iri.removeprefix(ID) for hit in find_all(index, Request(text))}
