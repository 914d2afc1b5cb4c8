"""The rules by which the permanent addresses lead to where the record is served, as w3id.org wants them.

Two files of a folder ``tipgraph/`` in https://github.com/perma-id/w3id.org: ``.htaccess`` and ``README.md``.
"""

from functools import partial
from typing import BinaryIO, Final

from tipgraph.export.registry import Export, Form
from tipgraph.export.source import Selection, Source

HOST: Final = "https://data.example.org/tipgraph/"
"""Where the record is served: the documented place of a deployment. Whoever submits the file writes theirs there."""

_HTACCESS: Final = """\
# https://w3id.org/tipgraph/ - the linked-data record of the Working Group on Trafficking in Persons
# Whoever moves the record changes one line: the target.

Options +FollowSymLinks
RewriteEngine on

# The target, with a slash at its end: every address below it is that of the same name below tipgraph/.
RewriteRule ^ - [E=TARGET:{host}]

# The path goes on as it was sent: %2F and other escapes are parts of names. The query string goes with it.
RewriteCond %{{THE_REQUEST}} "^[A-Z]+ /tipgraph/([^ ?#]*)"
RewriteRule ^ %{{ENV:TARGET}}%1 [R=302,NE,L]

# The folder itself without its slash, and requests that name the host as well.
RewriteRule ^(.*)$ %{{ENV:TARGET}}$1 [R=302,L]
"""
_README: Final = """\
# /tipgraph/

The linked-data record of the Working Group on Trafficking in Persons: documents, recommendations, sessions and more,
each fact with the words that state it.

| below https://w3id.org/tipgraph/ | what it is |
|---|---|
| `ns`, `ns/...` | the ontology and its terms, `ns#...` |
| `id/...`, `doc/...` | things, and what is written about them |
| `scheme/...` | concept schemes |
| `shapes`, `alignments`, `checks/...` | what the data must be like |
| `graph/...`, `dataset`, `dataset/...` | named graphs, and what the dataset says of itself |
| `schema/...`, `context.jsonld` | JSON schemas and the JSON-LD context |
| `exports/...`, `releases/...` | the data as files |
| `sparql`, `oai`, `read/...`, `documentation/...` | services and pages |

All of them lead to the same path at {host}, which chooses the form by the Accept header.

## Contact

The curators of tipgraph, <https://w3id.org/tipgraph/documentation/about>.
"""


def htaccess(host: str = HOST) -> str:
    """Return the rules for a server of the record, whose address ends with a slash."""
    return _HTACCESS.format(host=host)


def readme(host: str = HOST) -> str:
    """Return the text that stands beside the rules."""
    return _README.format(host=host)


def _write(source: Source, out: BinaryIO, selection: Selection, *, text: str) -> None:
    del source, selection  # the rules are the same for every build
    out.write(text.encode("utf-8"))


EXPORTS: Final = (
    Export(
        "w3id",
        "The redirect rules",
        "Apache's rules and the README of the folder tipgraph/ at w3id.org; for who deploys the record.",
        (
            Form("htaccess", "htaccess", "text/plain", partial(_write, text=htaccess())),
            Form("readme", "md", "text/markdown", partial(_write, text=readme())),
        ),
        holds_data=False,
    ),
)
