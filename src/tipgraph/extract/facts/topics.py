"""Topics proposed for recommendations that no curator has read yet: by the names that the scheme of topics gives them."""

import re
from dataclasses import dataclass

from tipgraph.documents.stems import stem
from tipgraph.extract.decisions import CONFIRMED, Decisions
from tipgraph.extract.emit import Emitter, iri
from tipgraph.extract.facts.texts import Roles
from tipgraph.extract.model import Provision
from tipgraph.extract.names import Names
from tipgraph.namespaces import ID, SKOS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "its",
        "of",
        "on",
        "or",
        "the",
        "their",
        "to",
        "with",
    )
)
_LONGEST_GAP = 3
"""Small words that may stand between two words of a name."""
_ALIKE = 0.6
"""How much of a word of a name the printed word must begin with."""
_APART = re.compile(r"[^\s'’“”\"-]")
"""Punctuation that parts two words, so that they are no name together."""
_REASON = "a rule proposes this topic because the words hold a name of it; nobody has read whether the recommendation is about it"

_CONFIRMED = "A curator read the recommendation and confirmed the topic whose name its words hold."


@dataclass(frozen=True)
class Proposal:
    """A topic that words may be about: ``words[start:end]`` holds a name of it."""

    start: int
    end: int
    topic: str


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    lower: str
    stem: str
    small: bool


@dataclass(frozen=True)
class _Label:
    """A name of a topic; ``proposed`` is false for what every recommendation of the record is about."""

    topic: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    proposed: bool


class TopicLabels:
    """The names of the topics of the scheme, by the stem of their first word."""

    def __init__(self, names: Names) -> None:
        """Read the names.

        Args:
            names: The authority; preferred, alternative and hidden labels count.
        """
        self._labels: dict[str, list[_Label]] = {}
        self._broader: dict[str, list[str]] = {}
        for topic, label in names.labelled("topic"):
            self._broader[topic] = names.values(topic, SKOS + "broader")
            words = [word for word in _words(label) if not word.small]
            lower, stems = tuple(word.lower for word in words), tuple(word.stem for word in words)
            if words:
                proposed = not names.values(topic, SKOS + "topConceptOf")
                self._labels.setdefault(stems[0], []).append(_Label(topic, lower, stems, proposed))

    def find(self, text: str) -> list[Proposal]:
        """Find the topics whose names stand in words.

        Args:
            text: The words of a recommendation.

        Returns:
            One proposal a topic, in the order of the text: of names that overlap the longest, of names of one length the
            one that is printed letter for letter, and of topics the narrowest. The top of the scheme is not proposed.
        """
        words = _words(text)
        found = [
            (word.start - words[place[-1]].end, not exact, word.start, words[place[-1]].end, label)
            for at, word in enumerate(words)
            for label in self._labels.get(word.stem, ())
            if (place := _reach(text, words, at, label))
            for exact in [tuple(words[n].lower for n in place) == label.words]
        ]
        kept: list[tuple[int, int, _Label]] = []
        for _, _, start, end, label in sorted(found, key=lambda f: (*f[:4], f[4].topic)):
            if not any(start < other_end and other_start < end for other_start, other_end, _ in kept):
                kept.append((start, end, label))
        above = {broader for _, _, label in kept for broader in self._all_above(label.topic)}
        first: dict[str, Proposal] = {}
        for start, end, label in sorted(kept, key=lambda k: k[0]):
            if label.proposed and label.topic not in above:
                first.setdefault(label.topic, Proposal(start, end, label.topic))
        return list(first.values())

    def _all_above(self, topic: str) -> set[str]:
        above: set[str] = set()
        waiting = list(self._broader.get(topic, ()))
        while waiting:
            broader = waiting.pop()
            if broader not in above:
                above.add(broader)
                waiting += self._broader.get(broader, ())
        return above


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        lower = match[0].lower()
        found.append(_Word(match.start(), match.end(), lower, stem(lower), lower in _SMALL))
    return found


def _reach(text: str, words: list[_Word], at: int, label: _Label) -> list[int]:
    """Return the places of the words of a name that begins at a word; empty where the name is not there whole."""
    places = [at]
    for wanted in label.stems[1:]:
        place = following = places[-1]
        following += 1
        while following < len(words) and words[following].small and words[following].stem != wanted:
            following += 1
        if following == len(words) or following - place > _LONGEST_GAP + 1 or words[following].stem != wanted:
            return []
        if _APART.search(_WORD.sub("", text[words[place].end : words[following].start])):
            return []
        places.append(following)
    alike = all(_alike(words[place].lower, word) for place, word in zip(places, label.words, strict=True))
    return places if alike else []


def _alike(word: str, of_label: str) -> bool:
    """Tell whether a word is near enough to one of a name with its stem: "criminal" is not "criminalization"."""
    return word.startswith(of_label[: round(_ALIKE * len(of_label))])


def emit_topics(emitter: Emitter, found: list[Provision], roles: Roles, decisions: Decisions) -> None:
    """Propose topics for each recommendation to which no curator has given one; each is marked for review.

    Args:
        emitter: Receives the proposals; one that a curator has confirmed becomes the recommendation's ``tip:topic``.
        found: The recommendations.
        roles: Their texts.
        decisions: What curators have decided.
    """
    open_ones = [provision for provision in found if not emitter.names.topics_of(emitter.part(provision).value)]
    if not open_ones:
        return
    labels = TopicLabels(emitter.names)
    for provision in open_ones:
        text = roles.text_of(emitter, provision)
        names = [(name.start, name.end) for name in emitter.names.find(text)]
        for proposal in labels.find(text):
            if not any(
                start <= proposal.start and proposal.end <= end
                for start, end in names
                if end - start > proposal.end - proposal.start
            ):
                _propose(emitter, provision, proposal, text[proposal.start : proposal.end], decisions)


def _propose(emitter: Emitter, provision: Provision, proposal: Proposal, printed: str, decisions: Decisions) -> None:
    slug = proposal.topic.removeprefix(f"{ID}topic/")
    path = f"document/{emitter.slug}/{provision.path}/topic-proposal/{slug}"
    if decisions.outcome(iri(path).value, _REASON) == CONFIRMED:
        emitter.claim(emitter.part(provision), "tip:topic", iri(proposal.topic), provision, printed, _CONFIRMED)
        return
    shown = f"{emitter.quoted(provision)}: topic proposed: {slug.replace('-', ' ')}"
    made = emitter.node(path, "tip:TopicProposal", shown, provision)
    emitter.add(made, "tip:proposedFor", emitter.part(provision))
    emitter.add(made, "tip:proposedTopic", iri(proposal.topic))
    emitter.add(made, "tip:matchedWords", printed)
    emitter.doubt(made, provision, printed, _REASON)
