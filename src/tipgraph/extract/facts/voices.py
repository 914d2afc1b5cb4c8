"""Whose words a passage reports: the body's own, or those of speakers, of a chair's summary, of earlier sessions."""

import re

from tipgraph.extract.model import Section

_RECOMMENDATIONS = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_ABOUT_RECOMMENDATIONS = re.compile(
    r"\b(?:implementation|follow-up|followup|status|progress|reviews?|consideration|discussions?|adoption|overview|"
    r"negotiation|updates?|drafting|finalization|endorsement) (?:\w+ ){0,6}?recommendations?\b|"
    r"\brecommendations? (?:\w+ ){0,3}?(?:(?:previous|earlier|past)\b|(?:first|second|third|other) (?:sessions?|meetings?)\b)|"
    r"\b(?:previous|earlier|past|draft) recommendations?\b",
    re.IGNORECASE,
)
_DISCUSSION = re.compile(
    r"\b(?:summar(?:y|ies)|deliberations?|discussions?|debates?|proceedings|statements?|introduction|background|"
    r"organization of|opening of|attendance|documentation|adoption of|closing of|closure of|other matters|mandate)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:summar(?:y|ies)|deliberations?|discussions?|debates?|proceedings|statements?)\b", re.IGNORECASE
)
_SPEAKER = (
    r"(?:(?:[A-Z][a-z]+|the|some|several|many|most|other|another|one|two|a number of|a few|all|various|numerous) )?"
    r"(?:of the |number of |few |other |more )?(?:\w+ )?"
    r"(?:speakers?|representatives?|delegations?|delegates?|participants?|panellists?|presenters?|moderators?|observers?)"
)
_SPOKE = (
    r"(?:recommend|suggest|propos|stat|not|stress|emphasiz|underlin|underscor|highlight|mention|call|express|indicat|"
    r"point|draw|drew|refer|report|reiterat|recall|urg|encourag|consider|agre|argu|observ|welcom|provid|describ|explain|"
    r"shar|inform|add|rais|voic|support|acknowledg|recogniz|was of|were of|held|echo|question|comment|affirm|advocat)\w*"
)
_SPEAKERS_SAY = re.compile(rf"^(?:[^.,]{{0,120}}, )?{_SPEAKER}\b[^.]{{0,160}}?\b{_SPOKE}")
_IMPERSONAL = re.compile(
    r"^(?:[^.,]{0,120}, )?[Ii]t was (?:also |further |therefore |generally )?(?:suggested|noted|stressed|emphasized|stated|"
    r"mentioned|proposed|underlined|underscored|highlighted|observed|reported|argued|pointed out|recalled|felt|said)\b"
)


def in_recommendations(section: Section | None) -> bool:
    """Tell whether a section, or the nearest one above it that decides, is headed as recommendations.

    Args:
        section: A section; None for what stands before the first heading.

    Returns:
        False where a heading between speaks of a summary or of deliberations, and where a heading speaks of what became
        of recommendations rather than of recommendations made.
    """
    while section:
        if is_recommendations(section.heading):
            return True
        if _DISCUSSION.search(section.heading) or _RECOMMENDATIONS.search(section.heading):
            return False
        section = section.parent
    return False


def is_recommendations(heading: str) -> bool:
    """Tell a heading over recommendations from one over a summary of them or over what became of them."""
    found = _RECOMMENDATIONS.search(heading)
    if not found or _ABOUT_RECOMMENDATIONS.search(heading):
        return False
    return not _SUMMARY.search(heading[: found.start()])


def tells_of_discussion(section: Section | None) -> bool:
    """Tell whether a section, or one above it, tells how a meeting went: a summary, an introduction, the organization."""
    while section:
        if _DISCUSSION.search(section.heading):
            return True
        section = section.parent
    return False


def speakers_say(sentence: str) -> bool:
    """Tell a sentence that reports what speakers said, or what "was suggested", from one of the body's own."""
    return bool(_SPEAKERS_SAY.match(sentence) or _IMPERSONAL.match(sentence))
