"""``tipgraph review``: what is marked is listed with its line; what is decided is kept, and carried out."""

from pathlib import Path

import pytest

from tests.ingesting import GENRE, CliRunner, cli, contents, ingest, review

ODD = "Freedonia"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a report in which one State of the list has a name that nobody knows."""
    odd = tmp_path / "odd.txt"
    odd.write_text((GENRE / "firearms-report.txt").read_text().replace("Albania", ODD))
    assert ingest(odd, "--into", tmp_path / "into").exit_code == 0
    return tmp_path / "into"


def marked(place: Path) -> list[str]:
    """The IRIs of what is marked for review, as they are listed."""
    return [line.split(": ")[1] for line in review("--into", place).stdout.splitlines()[:-1]]


def attendance(place: Path) -> str:
    return next(iri for iri in marked(place) if iri.endswith("/attendance/freedonia"))


def test_what_is_marked_is_listed_with_its_line(place: Path) -> None:
    result = review("--into", place)
    text = place / "documents" / "wg6-2013-report.txt"
    line = next(n for n, words in enumerate(text.read_text().splitlines(), 1) if ODD in words)
    assert (
        f"{text}:{line}: {attendance(place)}: 'Freedonia': the record knows no State or body of this name"
        in result.stdout
    )
    assert result.exit_code == 0


def test_what_is_confirmed_loses_its_mark_and_keeps_the_decision(place: Path) -> None:
    thing = attendance(place)
    result = review("--into", place, "--clear", thing, "--reason", "The list prints it so.")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 confirmed\n")
    assert thing not in marked(place)
    kept = (place / "curated" / "reviews.ttl").read_text()
    assert 'tip:reason "The list prints it so."@en' in kept
    assert "tip:reviewOutcome review-outcome:confirmed" in kept
    assert f"<{thing}>" in (place / "extracted" / "wg6-2013-report.ttl").read_text()


def test_what_is_rejected_goes(place: Path) -> None:
    thing = attendance(place)
    assert review("--into", place, "--reject", thing).exit_code == 0
    assert f"<{thing}>" not in (place / "extracted" / "wg6-2013-report.ttl").read_text()


def test_a_decision_is_carried_out_when_the_document_is_extracted_again(place: Path) -> None:
    review("--into", place, "--reject", attendance(place))
    before = contents(place)
    texts = [str(path) for path in (place / "documents").glob("*.txt")]
    CliRunner().invoke(cli, ["extract", "--into", str(place / "extracted"), *texts])
    assert contents(place) == before


def test_a_topic_that_is_confirmed_becomes_the_recommendations_own(place: Path) -> None:
    proposal = next(iri for iri in marked(place) if "/topic-proposal/" in iri)
    provision, _, topic = proposal.partition("/topic-proposal/")
    turtle = place / "extracted" / "wg6-2013-report.ttl"
    assert f"rdf:object topic:{topic}" not in turtle.read_text()
    assert review("--into", place, "--clear", proposal).exit_code == 0
    assert f"<{proposal}>" not in turtle.read_text()
    claims = [
        block for block in turtle.read_text().split("\n.\n") if "a tip:Claim" in block and f"<{provision}>" in block
    ]
    assert any("rdf:predicate tip:topic" in claim and f"topic:{topic}" in claim for claim in claims)


def test_many_are_cleared_at_once(place: Path) -> None:
    assert review("--into", place, "--clear", "*").exit_code == 0
    assert marked(place) == []


def test_what_is_not_marked_cannot_be_cleared(place: Path) -> None:
    result = review("--into", place, "--clear", "state/AUT")
    assert result.exit_code == 2
    assert "nothing that is marked for review is called 'state/AUT'" in result.stderr


def test_a_document_that_is_not_there_is_told(place: Path) -> None:
    result = review("--into", place, "wg9-2040-report")
    assert result.exit_code == 2
    assert "there is no document 'wg9-2040-report'" in result.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--clear", "*", "--reject", "*/attendance/freedonia"), "cannot be cleared and rejected at once"),
        (("--clear", "*/attendance/freedonia", "--reject", "*/15"), "a part of its text, which cannot be rejected"),
        (("--reject", "session/wg6-2013-05-22"), "is a session, a document or a part of its text"),
        (("--clear", "*", "--reason", " "), "a decision needs a reason"),
    ],
)
def test_a_decision_that_cannot_be_made_decides_nothing(place: Path, options: tuple[str, ...], told: str) -> None:
    before = contents(place)
    result = review("--into", place, *options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert contents(place) == before


def test_a_later_decision_takes_the_place_of_the_earlier(place: Path) -> None:
    thing = attendance(place)
    turtle = place / "extracted" / "wg6-2013-report.ttl"
    marked_so = turtle.read_text()
    review("--into", place, "--clear", thing, "--reason", "The list prints it so.")
    turtle.write_text(marked_so)
    review("--into", place, "--reject", thing, "--reason", "It is an invention.")
    kept = (place / "curated" / "reviews.ttl").read_text()
    assert kept.count("tip:reviewOutcome") == kept.count("tip:reason ") == 1
    assert "review-outcome:rejected" in kept
