"""What a careful reader finds in the fictitious documents of tests/genre, beside what was ingested."""

import json
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any

from tests.ingesting import GENRE
from tipgraph.namespaces import ID

Rows = Iterable[Hashable]
Expected = dict[str, Any]
Account = dict[str, Any]

IN_TEXT_ONLY = frozenset(
    {"tip-report-hard-wrapped", "background-paper-hard-wrapped", "international-cooperation-report-bare"}
)
"""Documents about the noise of plain text: wrapped lines and page breaks that no Word file or PDF of them would have."""


NOT_DRAWN = frozenset({"conference-report-extract", "crp-paper", "note-verbale-invitation", "tip-background-paper"})
"""Documents that the drawing of PDFs in these tests would change: letters that its fonts lack, words in bold, notes to the
masthead, an address of several lines."""


def documents() -> list[str]:
    """Return the names of the documents with expectations."""
    return sorted(path.stem for path in GENRE.glob("*.json"))


def expected(name: str) -> Expected:
    """Return what a careful reader finds in a document."""
    found: Expected = json.loads((GENRE / f"{name}.json").read_text(encoding="utf-8"))
    return found


def differences(wanted: Expected, account: Account) -> list[str]:
    """Compare what was found in a document with what a careful reader finds.

    Args:
        wanted: The expectation; a kind of thing that it does not speak of is not compared.
        account: A document of the report of ingestion.

    Returns:
        A line for each thing that is missing and for each that is too many, by kind; what the expectation calls optional
        may be there or not.
    """
    lines = []
    for kind, compare in _COMPARED.items():
        if kind in wanted:
            want, got, optional = (Counter(rows) for rows in compare(wanted, account))
            lines += [f"{kind}: missing: {row}" for row in (want - got)]
            lines += [f"{kind}: too many: {row}" for row in (got - want) if row not in optional]
    return lines


def _plain(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "").strip()


def _short(iri: str | None) -> str | None:
    return iri.removeprefix(ID) if iri else None


def _concept(iri: str | None) -> str | None:
    return iri.rpartition("/")[2] if iri else None


def _recognised(name: str) -> Callable[[Expected, Account], tuple[Rows, Rows, Rows]]:
    return lambda wanted, account: ([wanted[name]], [account["recognised"].get(name)], [])


def _first_day(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    days = wanted["session_days"]
    return ([days[0]], [account["recognised"].get("first_day")], []) if days else ([], [], [])


def _sections(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    got = [(one["label"], _plain(one["heading"])) for one in account["sections"]]
    return [(label, _plain(words)) for label, words in wanted["sections"]], got, []


def _provisions(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    got = []
    for one in account["provisions"]:
        own = one["text"].removeprefix(f"{one['leadIn']} ") if one["leadIn"] else one["text"]
        got.append(("formula" if one["class"] == "EnactingFormula" else one["label"], _plain(own)))
    want = [(label, _plain(words)) for label, words in wanted["provisions"]]
    return want, got, [row for row in got if row[0] == "formula"]


def _recommendations(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    want = [
        (one["label"], _plain(one["text"]), one["addressee"], _listed(one["to"]), tuple(sorted(one["modality"])))
        for one in wanted["recommendations"]
    ]
    got = [
        (
            one["label"],
            _plain(one["text"]),
            one["addresseeAsPrinted"],
            tuple(sorted(str(_short(iri)) for iri in one["addressees"])),
            tuple(sorted(str(_concept(iri)) for iri in one["modalities"])),
        )
        for one in account["recommendations"]
    ]
    return want, got, []


def _listed(value: str | list[str] | None) -> tuple[str, ...]:
    return tuple(sorted([value] if isinstance(value, str) else value or ()))


def _attendance(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    want = [(one["name"], one["who"], one["capacity"]) for one in wanted["attendance"]]
    got = [(one["name"], _short(one["participant"]), _concept(one["capacity"])) for one in account["attendance"]]
    return want, got, []


def _statements(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    def row(one: dict[str, Any]) -> tuple[str | None, ...]:
        return one["name"], one["who"], one["kind"], one["item"]

    got = []
    for one in account["statements"]:
        who = _short(one["speaker"])
        item = (one["underItem"] or "").partition("/agenda/")[2].partition("/")[2]
        printed = re.sub(r"/(\d+)$", lambda match: f" ({chr(96 + int(match[1]))})", item)
        named = who if who and who.startswith(("state/", "body/")) else None
        got.append((one["name"], named, _concept(one["kind"]), printed or None))
    firm = [row(one) for one in wanted["statements"] if not one.get("optional")]
    return firm, got, [row(one) for one in wanted["statements"] if one.get("optional")]


def _citations(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    got = {(one["in"], _short(one["cites"])) for one in account["citations"]}
    want = {(one["in"], one["cites"]) for one in wanted["citations"]}
    optional = {(one["in"], one["cites"]) for one in wanted.get("citations_optional", ())}
    treaties = {row for row in got if row[1] in wanted.get("treaties_by_short_name", ())}
    return want, got, optional | treaties


def _footnotes(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    def place(label: str | None) -> str | None:
        return "masthead" if label and label.startswith("masthead") else label

    want = [(one["number"], _plain(one["text"]), place(one["in"])) for one in wanted["footnotes"]]
    got = [
        (one["number"], _plain(one["text"]), place(next(iter(one["attachedTo"]), None))) for one in account["footnotes"]
    ]
    return want, got, []


def _agenda(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
    printed = [one for one in account["agendas"] if _concept(one["status"]) != "unspecified"]
    return [tuple(item) for item in wanted["agenda"]], [
        (item["number"], item["title"]) for agenda in printed for item in agenda["items"]
    ], []  # fmt: skip


def _verbs(kind: str) -> Callable[[Expected, Account], tuple[Rows, Rows, Rows]]:
    def compare(wanted: Expected, account: Account) -> tuple[Rows, Rows, Rows]:
        ours = [one for one in account["provisions"] if one["class"] == f"{kind.capitalize()}Provision"]
        labels = {label for label, _ in wanted[kind]}
        got = [(one["label"], next(iter(one["verbPhrases"]), None)) for one in ours]
        return [tuple(one) for one in wanted[kind]], got, [row for row in got if row[0] not in labels and "(" in row[0]]

    return compare


_COMPARED: dict[str, Callable[[Expected, Account], tuple[Rows, Rows, Rows]]] = {
    "kind": _recognised("kind"),
    "symbol": _recognised("symbol"),
    "title": _recognised("title"),
    "issued": _recognised("issued"),
    "session_days": _first_day,
    "sections": _sections,
    "provisions": _provisions,
    "recommendations": _recommendations,
    "attendance": _attendance,
    "statements": _statements,
    "citations": _citations,
    "footnotes": _footnotes,
    "agenda": _agenda,
    "operative": _verbs("operative"),
    "preambular": _verbs("preambular"),
}


def master(name: str) -> Path:
    """Return the plain text of a document."""
    return GENRE / f"{name}.txt"
