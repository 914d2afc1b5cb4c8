"""Asking the dataset in SPARQL.

The package answers to its own name: once it is imported, ``tipgraph.query`` is this module, and calling it asks the
record, as :func:`tipgraph.api.query` does.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """A module that can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Ask the record; see :func:`tipgraph.api.query`."""
        from tipgraph import api  # noqa: PLC0415 - the interface for users stands above this package

        return api.query(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
