"""In what capacity somebody attends, and what that says of a treaty: read off the words that name a list's category."""

import re

from tipgraph.extract.emit import Emitter
from tipgraph.extract.names import Name

CAPACITIES = (
    (r"\bnon-governmental\b|\bNGOs?\b|\bcivil society\b", "non-governmental-observer"),
    (r"\bUnited Nations (?:bodies|entities|agencies)\b|^United Nations Secretariat$", "un-entity-observer"),
    (r"\bacademic\b|\buniversit(?:y|ies)\b|\bresearch institut(?:es|ions)\b|\bacademia\b", "academic-observer"),
    (r"\bprivate[- ]sector\b|\bbusiness(?:es)?\b|\bcompan(?:y|ies)\b", "private-sector-observer"),
    (r"\bregional economic integration organizations?\b.*\bsignator", "signatory-observer"),
    (r"\bregional economic integration organizations?\b.*\bpart(?:y|ies)\b", "regional-integration-organization-party"),
    (r"\bpermanent observer (?:offices?|missions?)\b|\bpermanent observers\b", "permanent-observer-entity"),
    (r"\b(?:inter-?governmental|international|regional) organizations?\b", "intergovernmental-observer"),
    (
        r"\bUnited Nations\b.{0,300}?\b(?:entit|bod|agenc|institut|units?|offices?|funds?|programmes?|organs?|departments?|system)|"
        r"\b(?:entit\w+|bod(?:y|ies)|agenc\w+|funds|programmes|units?|institut\w+)\b.{0,300}?\bUnited Nations\b|"
        r"\bSecretariat units?\b|\bspecialized agenc|\bregional commissions?\b",
        "un-entity-observer",
    ),
)
"""Pattern over a category's words and the slug of its capacity, of everybody who is no State; the first that holds."""

STATE_CAPACITIES = (
    (
        r"\b(?:non-signator\w+|non-part(?:y|ies)|neither\b|(?:not|nor) (?:yet )?(?:an? )?(?:part(?:y|ies)|signator\w+)|"
        r"(?:not|nor) (?:yet )?(?:signed|ratified|become))",
        "observer-state",
    ),
    (r"\b(?:[Ss]tates? )?[Ss]ignator(?:y|ies)\b|\bhad? signed\b|\bhave signed\b", "signatory-observer"),
    (r"\b(?:States? |[Cc]ontracting )?[Pp]art(?:y|ies)\b", "state-party"),
)
"""The same of States: of several that hold, the one whose words come first."""

TREATY_CAPACITIES = {
    "state-party": "party",
    "signatory-observer": "signatory",
    "regional-integration-organization-party": "party",
}

_OF_TYPE = {
    "IntergovernmentalOrganization": "intergovernmental-observer",
    "UnitedNationsEntity": "un-entity-observer",
    "PermanentObserverEntity": "permanent-observer-entity",
    "NonGovernmentalOrganization": "non-governmental-observer",
    "RegionalIntegrationOrganization": "intergovernmental-observer",
}
UNSAID = "the words name no category: the capacity is that of the kind of body it is"
"""Why a capacity is in doubt that only the record's type of a body tells."""

_STANDING = re.compile(r"\b(?:part(?:y|ies)|signator(?:y|ies)) (?:both )?to (?:both )?(?:the )?")
_AND_THE = re.compile(r"(?:,? and |, )(?:the |its )?")


def capacity_of(category: str) -> str | None:
    """Return the slug of the capacity that a category's words name, or None: *States signatories to the Protocol*."""
    for pattern, slug in CAPACITIES:
        if re.search(pattern, category, re.IGNORECASE):
            return slug
    found = [
        (match.start(), slug)
        for pattern, slug in STATE_CAPACITIES
        if (match := re.search(pattern, category, re.IGNORECASE))
    ]
    if found:
        return min(found)[1]
    if not re.search(r"\b(?:States?|Governments|Members)\b", category):
        return None
    return "observer-state" if re.search(r"\b[Oo](?:bservers?|ther)\b", category) else "state"


def is_state(name: Name | None) -> bool:
    """Tell the name of a State from that of a body, and from none."""
    return name is not None and "/state/" in name.iri


def own_capacity(name: Name | None, capacity: str) -> str:
    """Return the capacity of one of a list: a body among parties can only be a regional organization that is party."""
    is_body = name is not None and "/body/" in name.iri
    return "regional-integration-organization-party" if is_body and capacity == "state-party" else capacity


def capacity_of_type(emitter: Emitter, name: Name | None) -> str | None:
    """Return the capacity in which a body of its type attends where no words say which, or None."""
    return _OF_TYPE.get(emitter.names.type_of(name.iri) or "") if name else None


def treaties_of(emitter: Emitter, category: str) -> list[str]:
    """Return the treaties to which a category's words say that those listed are parties or signatories."""
    found = []
    match = _STANDING.search(category)
    if match and not re.search(r"\b(?:not|neither|non)\b", category[: match.start()]):
        rest = category[match.end() :]
        names = {name.start: name for name in emitter.names.find(rest, "instrument")}
        position = 0
        while name := names.get(position):
            found.append(name.iri)
            join = _AND_THE.match(rest, name.end)
            position = join.end() if join else -1
    return found
