"""Where the cells of an answer lead: ``# leads: paragraph ?provision`` in the head of a competency question.

The rows of a question are plain words, made for people and spreadsheets. For a page the same question is asked with the
things along that its own variables are bound to, in further columns, so that a cell can be a link to its thing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tipgraph.errors import MalformedError
from tipgraph.query.edit import Edit, apply
from tipgraph.query.grammar import Node
from tipgraph.query.prepare import Prepared, prepare
from tipgraph.query.scope import in_scope

WORDS: Final = "words"
"""The one column that a page may have beyond those of the answer: the part of a document whose words state the row."""

_LINE: Final = re.compile(r"^# leads:(.*)$", re.MULTILINE)
_LEAD: Final = re.compile(r"[ \t]*(\w+)[ \t]+\?(\w+)[ \t]*")
_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})


@dataclass(frozen=True)
class Lead:
    """A column of an answer and what its cells lead to."""

    column: str
    variable: str
    """The variable that is bound to it, without the question mark."""


@dataclass(frozen=True)
class Trail:
    """Where the thing of a lead stands in the answer of the query that asks for it along."""

    lead: Lead
    column: str
    """The further column that has the thing; for a list the IRIs of its things."""
    separator: str = ""
    """What stands between the entries where the cell is a list, and between the IRIs; of others empty."""


@dataclass(frozen=True)
class Along:
    """A question that asks for the things along."""

    text: str
    trails: tuple[Trail, ...]


@dataclass(frozen=True)
class _Select:
    """What of a question matters here."""

    query: Prepared
    select: Node
    columns: dict[str, Node | None]
    """The columns, each with the expression that makes it if there is one."""

    @property
    def is_grouped(self) -> bool:
        modifiers = self.select.first("modifiers")
        if modifiers and modifiers.first("grouping"):
            return True
        return any(
            token.word in _AGGREGATES
            for node in self.columns.values()
            if node
            for token in self.query.tokens[node.start : node.end]
        )

    @property
    def known(self) -> frozenset[str]:
        """The variables that may be asked for."""
        where = self.select.first("where")
        return in_scope(where.children[0], self.query.tokens) if where else frozenset()

    def separator(self, column: str) -> str:
        """Return what stands between the entries of a column made by GROUP_CONCAT; nothing for another."""
        node = self.columns.get(column)
        tokens = self.query.tokens[node.start : node.end] if node else []
        if not tokens or tokens[0].word != "GROUP_CONCAT":
            return ""
        return next((token.text[1:-1] for token in tokens if token.kind == "string"), " ")


def read_leads(text: str, path: Path) -> tuple[Lead, ...]:
    """Read where the cells of a question's answer lead.

    Args:
        text: The question, with its head.
        path: Its file, for messages.

    Returns:
        The leads, as its ``# leads:`` line has them; none where there is no such line.

    Raises:
        tipgraph.errors.MalformedError: If the line cannot be read, or names a column or a variable that is not there.
    """
    lines = list(_LINE.finditer(text))
    if not lines:
        return ()
    line = lines[-1]
    leads: list[Lead] = []
    select = _select(prepare(text, str(path)))
    at = line.start(1)
    for written in line[1].split(","):
        found = _LEAD.fullmatch(written)
        place = (str(path), text.count("\n", 0, at) + 1, at - line.start() + 1)
        if found is None or select is None or len(lines) > 1:
            raise MalformedError(
                *place, "a lead cannot be read", "write one line: # leads: column ?variable, column ?variable"
            )
        lead = Lead(found[1], found[2])
        wrong = _fault(lead, select, leads)
        if wrong:
            raise MalformedError(*place, *wrong)
        leads.append(lead)
        at += len(written) + 1
    return tuple(leads)


def ask_along(text: str, leads: Sequence[Lead]) -> Along:
    """Write a question so that it asks for the things of its leads along, in columns behind its own.

    Args:
        text: A question that these leads have been read from, whatever it is asked about.
        leads: The leads.

    Returns:
        The question, and where its answer has the things. In a group a thing is any one that its variable is bound to:
        a lead is for a variable that has one value there.
    """
    query = prepare(text)
    select = _select(query)
    if select is None or not leads:
        return Along(text, ())
    taken = {token.text[1:] for token in query.tokens if token.kind == "variable"}
    added: dict[str, str] = {}
    trails = []
    for lead in leads:
        column, expression, separator = _further(lead, select, taken)
        if column not in select.columns:
            added[column] = expression
        trails.append(Trail(lead, column, separator))
    columns = select.select.children[0]
    end = query.tokens[columns.end - 1].end
    return Along(apply([Edit(end, end, "".join(f" {one}" for one in added.values()))], query.text), tuple(trails))


def _further(lead: Lead, select: _Select, taken: set[str]) -> tuple[str, str, str]:
    """Return the column for the thing of a lead, what makes it in the SELECT clause, and the separator of a list."""
    variable, separator = lead.variable, select.separator(lead.column)
    if not select.is_grouped:
        return variable, f"?{variable}", ""
    column = f"{variable}_list" if separator else f"{variable}_one"
    while column in taken:
        column += "_"
    # Where a group has several things, as it may when it is asked about something else, none is the one: no value.
    one = f"IF(COUNT(DISTINCT ?{variable}) = 1, SAMPLE(?{variable}), 1 / 0)"
    made = f'GROUP_CONCAT(STR(?{variable}); separator="{separator}")' if separator else one
    return column, f"({made} AS ?{column})", separator


def _fault(lead: Lead, select: _Select, before: Sequence[Lead]) -> tuple[str, str] | None:
    """Say what is wrong with a lead, and the way out."""
    if lead.column not in {WORDS, *select.columns}:
        return f"the answer has no column '{lead.column}'", f"name one of {', '.join(select.columns)}"
    if lead.column in {one.column for one in before}:
        return f"the column '{lead.column}' leads to something already", "name it once"
    if lead.variable not in select.known:
        way_out = "name one that the outermost group gives a value to; of a sub-query, one of its columns"
        return f"the query has no variable '?{lead.variable}' that can be asked for", way_out
    if lead.variable in select.columns:
        return (
            f"'?{lead.variable}' is a column of the answer itself",
            "name another: a thing in a column is a link already",
        )
    node = select.columns.get(lead.column)
    if select.separator(lead.column) and node and select.query.tokens[node.start + 2].word == "DISTINCT":
        return f"the list '{lead.column}' leaves entries out", "take the DISTINCT into a sub-query"
    return None


def _select(query: Prepared) -> _Select | None:
    """Take a question apart; ``None`` where it is no SELECT, or has ``*`` for its columns."""
    select = query.tree.first("select") if query.tree else None
    if select is None:
        return None
    clause = select.children[0]
    within = {at for one in clause.children for at in range(one.start, one.end)}
    ends = {one.end: one for one in clause.children}
    columns = {
        query.tokens[at].text[1:]: ends.get(at - 1)  # AS stands between
        for at in range(clause.start, clause.end)
        if at not in within and query.tokens[at].kind == "variable"
    }
    return _Select(query, select, columns) if columns else None
