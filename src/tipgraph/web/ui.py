"""Whether the scripts of the pages are there: they are built with the program, where npm can be reached (hatch_build.py)."""

from functools import cache
from importlib.resources import files
from typing import Final

FOLDER: Final = "ui"
"""Below the folder of static files."""
PLAIN: Final = (
    "plain pages are served, for the scripts of the pages were not built: npm could not be reached when tipgraph was "
    "installed; install it again where it can be"
)


@cache
def version() -> str:
    """Return the digest of what the scripts were made of; nothing where there are none, or half of them."""
    try:
        return files(__package__).joinpath("static", FOLDER, "stamp.txt").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
