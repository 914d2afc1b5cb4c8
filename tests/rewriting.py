"""What Apache's mod_rewrite makes of a request, as far as the rules for w3id.org need it.

Sources: https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html, and its "per-directory" rules: a pattern in .htaccess is
matched against the decoded path below the folder.
"""

import re
import shlex
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

_VARIABLE = re.compile(r"%\{(ENV:)?(\w+)\}|([%$])(\d)")
_SAFE = "/:?#[]@!$&'()*+,;=-._~%"


@dataclass
class _Rule:
    pattern: str
    target: str
    flags: dict[str, str]
    conditions: list[tuple[str, str]] = field(default_factory=list)


class Rules:
    """The rules of a file."""

    def __init__(self, text: str) -> None:
        self._rules: list[_Rule] = []
        self._on = False
        waiting: list[tuple[str, str]] = []
        for line in text.splitlines():
            words = shlex.split(line, comments=line.lstrip().startswith("#"))
            match words:
                case [] | ["Options", *_]:
                    continue
                case ["RewriteEngine", "on"]:
                    self._on = True
                case ["RewriteCond", tested, pattern]:
                    waiting.append((tested, pattern))
                case ["RewriteRule", pattern, target, *flags]:
                    self._rules.append(_Rule(pattern, target, _flags("".join(flags)), waiting))
                    waiting = []
                case _:
                    raise ValueError(f"this is no rule that is known here: {line}")

    def redirect(self, request_line: str, folder: str = "/tipgraph/") -> tuple[int, str] | None:
        """Return status and Location for a request line; nothing where no rule sends it elsewhere."""
        assert self._on, "RewriteEngine is off"
        sent, _, query = request_line.split(" ")[1].partition("?")
        if sent.startswith("http"):
            sent = "/" + sent.split("/", 3)[3]
        path = unquote(sent).removeprefix(folder)
        environment: dict[str, str] = {}
        for rule in self._rules:
            matched = re.search(rule.pattern, path)
            found = _all_match(rule.conditions, request_line)
            if matched is None or found is None:
                continue
            values = {"$": matched.groups(), "%": found}
            if "E" in rule.flags:
                name, _, value = rule.flags["E"].partition(":")
                environment[name] = value
            if rule.target == "-":
                continue
            target = _expand(rule.target, environment, values)
            if "NE" not in rule.flags:
                target = quote(target, safe=_SAFE.replace("%", ""))
            if query and "?" not in target:
                target += f"?{query}"
            return int(rule.flags.get("R") or 302), target
        return None


def _flags(written: str) -> dict[str, str]:
    assert written == "" or (written[0], written[-1]) == ("[", "]")
    pairs = (one.partition("=") for one in written[1:-1].split(",") if one)
    return {name: value for name, _, value in pairs}


def _all_match(conditions: list[tuple[str, str]], request_line: str) -> tuple[str, ...] | None:
    """The groups of the last condition, if all of them hold."""
    groups: tuple[str, ...] = ()
    for tested, pattern in conditions:
        assert tested == "%{THE_REQUEST}"
        matched = re.search(pattern, request_line)
        if matched is None:
            return None
        groups = matched.groups()
    return groups


def _expand(target: str, environment: dict[str, str], values: dict[str, tuple[str, ...]]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[2]:
            return environment[found[2]]
        return values[found[3]][int(found[4]) - 1]

    return _VARIABLE.sub(value, target)
