"""Programs that ask a query: what somebody copies into a shell, a script or a notebook."""

import json
from typing import Any, Final

_PYTHON: Final = """\
import csv
import io
import urllib.parse
import urllib.request

ENDPOINT = {endpoint}
QUERY = {query}

data = urllib.parse.urlencode({{"query": QUERY}}).encode()
request = urllib.request.Request(ENDPOINT, data, {{"Accept": "{accept}"}})
with urllib.request.urlopen(request) as answer:
    text = answer.read().decode("utf-8")
"""
_PYTHON_ROWS: Final = """
for row in csv.DictReader(io.StringIO(text, newline="")):
    print(row)
"""
_R: Final = """\
endpoint <- {endpoint}
query <- {query}

address <- paste0(endpoint, "?query=", URLencode(query, reserved = TRUE), "&format={form}")
{read}
"""
_R_ROWS: Final = "rows <- read.csv(address, check.names = FALSE)\nprint(rows)"
_R_TEXT: Final = 'cat(readLines(address), sep = "\\n")'


def curl(endpoint: str, query: str, *, graph: bool) -> str:
    """Return a command for a shell (POSIX).

    Args:
        endpoint: Where to ask.
        query: What to ask.
        graph: Whether the answer is a graph: it comes as Turtle then, as CSV otherwise.
    """
    accept = _accept(graph=graph)
    return f"curl --header 'Accept: {accept}' \\\n  --data-urlencode {_quoted(f'query={query}')} \\\n  {_quoted(endpoint)}\n"


def python(endpoint: str, query: str, *, graph: bool) -> str:
    """Return a script for Python 3, which needs nothing else; arguments as for :func:`curl`."""
    program = _PYTHON.format(endpoint=json.dumps(endpoint), query=_python_string(query), accept=_accept(graph=graph))
    if graph:
        return program.replace("import csv\nimport io\n", "") + "\nprint(text)\n"
    return program + _PYTHON_ROWS


def r(endpoint: str, query: str, *, graph: bool) -> str:
    """Return a script for R 4, which needs no package; arguments as for :func:`curl`."""
    form, read = ("turtle", _R_TEXT) if graph else ("csv", _R_ROWS)
    return _R.format(endpoint=json.dumps(endpoint), query=_r_string(query), form=form, read=read)


def notebook(endpoint: str, query: str, *, graph: bool) -> dict[str, Any]:
    """Return a Jupyter notebook that asks the query from Python.

    Source: https://nbformat.readthedocs.io/en/latest/format_description.html, format 4.5.
    """
    words = ["# A query of tipgraph\n", "\n", f"Asked at <{endpoint}>. Change `QUERY` and run the cell again."]
    code = python(endpoint, query, graph=graph).rstrip("\n").splitlines(keepends=True)
    return {
        "cells": [
            {"cell_type": "markdown", "id": "about", "metadata": {}, "source": words},
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "ask",
                "metadata": {},
                "outputs": [],
                "source": code,
            },
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _accept(*, graph: bool) -> str:
    return "text/turtle" if graph else "text/csv"


def _quoted(text: str) -> str:
    """Quote for a shell: within single quotes everything but a single quote stands for itself."""
    return "'" + text.replace("'", "'\\''") + "'"


def _python_string(text: str) -> str:
    """Write a string over several lines if it has no sign that would mean something in it."""
    if '"""' in text or "\\" in text or "\r" in text or text.endswith('"'):
        return repr(text)
    return f'"""\\\n{text}"""'


def _r_string(text: str) -> str:
    """Write a string as R reads it; a raw one if it can be (R 4.0)."""
    for dashes in ("", "-", "--", "---"):
        if f'){dashes}"' not in text:
            return f'r"{dashes}({text}){dashes}"'
    return json.dumps(text, ensure_ascii=False)
