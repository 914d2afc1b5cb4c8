"""Words that the end of a line parts."""

import pytest

from tipgraph.documents.words import plain_words


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("traf-\nficking", "trafficking"),
        ("imple-\n    mentation", "implementation"),
        ("inter-\nnational", "international"),
        ("awareness-\nraising", "awareness-raising"),
        ("non-\ngovernmental", "non-governmental"),
        ("inter-\nagency", "inter-agency"),
        ("up-to-\ndate", "up-to-date"),
        ("Secretary-\nGeneral", "Secretary-General"),
        ("10-\n12 October", "10-12 October"),
        ("pre-\nand post-trial", "pre- and post-trial"),
        ("traf\u00ad\nficking", "trafficking"),
        ("a dash - \nand more", "a dash - and more"),
    ],
)
def test_a_word_is_whole_and_a_compound_keeps_its_hyphen(printed: str, words: str) -> None:
    assert plain_words([printed]) == words


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("crime²,³ and", "crime and"),
        ("crime[4] and", "crime and"),
        ("crime,¹ ² and", "crime, and"),
        ("in [4] parts", "in [4] parts"),
    ],
)
def test_marks_behind_words_are_no_words(printed: str, words: str) -> None:
    assert plain_words([printed]) == words
