"""Conditions: the words that say when, how far or in line with what something is to be done."""

import re

from tipgraph.extract.names import Names

_REST = r"[^,;.:]+(?:, (?:(?:sub)?paragraphs?|articles?) [^,;.:]+)*"
_CONDITION = re.compile(
    rf"in consultation with {_REST}|upon request|whenever possible|in appropriate cases|subject to {_REST}|"
    r"\b(?:where|as|when|if) (?:appropriate|necessary|possible|applicable|feasible|requested)"
    rf"(?: and in (?:line|accordance) with {_REST})?|"
    rf"(?<!and )in (?:line|accordance) with {_REST}|consistent with [^;.:]+|irrespective of {_REST}|"
    rf"(?<!always )(?<!are )(?<!is )based on {_REST}|(?<=, )on the basis of {_REST}|"
    rf"as a direct consequence of {_REST}|taking into account {_REST}|while avoiding {_REST}|"
    r"to the (?:fullest |greatest |maximum )?extent (?:possible|feasible)|as far as possible|within available resources|"
    rf"on a voluntary basis|without prejudice to {_REST}|bearing in mind {_REST}|with due regard (?:to|for) {_REST}|"
    r"within (?:existing|available) resources|within (?:its|their) (?:means|mandates?|respective mandates?)|"
    rf"in (?:conformity|compliance) with {_REST}|to the extent permitted {_REST}|with the consent of {_REST}"
)


def conditions(names: Names, words: str) -> list[str]:
    """Find the conditions that words state.

    Args:
        names: The authority: a condition does not end within the name of an instrument.
        words: A recommendation, its lead-in, or an operative provision.

    Returns:
        Each as printed, in order.
    """
    found = []
    for match in _CONDITION.finditer(words):
        end = match.end()
        if words[end : end + 1] == ",":
            inside = names.find(words[match.start() : match.start() + 1000], "instrument")
            end = max(end, *(match.start() + name.end for name in inside if name.start < end - match.start()), end)
        found.append(words[match.start() : end].strip())
    return found
