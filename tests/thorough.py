"""How much is tried: enough for every change, or all that there is, with ``TIPGRAPH_TESTS=thorough make test``."""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

THOROUGH: Final = os.environ.get("TIPGRAPH_TESTS") == "thorough"


def examples(number: int) -> int:
    """Return how many random examples are tried, given how many a thorough run tries."""
    return number if THOROUGH else max(10, number // 5)


def some(everything: Sequence[T], each: int) -> Sequence[T]:
    """Return everything, or one of *each* where that is enough."""
    return everything if THOROUGH else everything[::each]
