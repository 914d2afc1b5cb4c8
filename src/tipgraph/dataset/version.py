"""What tells one build from another: a digest of all its files, not of the dataset alone."""

from collections.abc import Mapping
from hashlib import sha256


def version_of(outputs: Mapping[str, str]) -> str:
    """Return a digest that is equal for equal files, and for no others.

    Args:
        outputs: The ``outputs`` of a build's manifest: the SHA-256 of each file, by its name.

    Returns:
        A SHA-256, in hexadecimal digits.
    """
    return sha256("".join(f"{outputs[name]} {name}\n" for name in sorted(outputs)).encode()).hexdigest()
