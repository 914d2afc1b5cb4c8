"""What files are called in the repository that they lie in: GitHub and code scanning look for them there."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tipgraph.validate.report import Report

_WORKSPACE: Final = "GITHUB_WORKSPACE"


def in_repository(report: Report, paths: Callable[[str], Path | None]) -> Report:
    """Name files from the root of their repository rather than from the folder of the record.

    Args:
        report: What was found.
        paths: Where a file lies that results name; nothing where it lies nowhere, as what an address gave.

    Returns:
        The report with other names for files. One that lies in no repository is named from the folder that
        GITHUB_WORKSPACE names, where it lies in that; else it keeps its name.
    """
    names = {}
    for name in {result.file for result in report.results if result.file}:
        path = paths(name)
        root = _root(path.resolve()) if path else None
        if path and root:
            names[name] = path.resolve().relative_to(root).as_posix()
    return report.renamed(names)


def _root(path: Path) -> Path | None:
    """Return the root of the repository that a file lies in."""
    for folder in path.parents:
        if (folder / ".git").exists():  # a folder, or in a work tree or a submodule a file
            return folder
    workspace = os.environ.get(_WORKSPACE)
    whole = Path(workspace).resolve() if workspace else None
    return whole if whole and path.is_relative_to(whole) else None
