"""Where sentences end, in the three languages."""

import pytest

from training_app.domain.sentences import last_sentences, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, []),
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Ines sagt „Nein.“ Dann geht sie.", ["Ines sagt „Nein.“", "Dann geht sie."]),
        ("«¿Ya?» pregunta Mia. Nadie lo sabe.", ["«¿Ya?» pregunta Mia.", "Nadie lo sabe."]),
        ("“Muf-fin!” she reads. “Eggs.”", ["“Muf-fin!” she reads.", "“Eggs.”"]),
    ],
)
def test_a_sentence_ends_with_its_quotation_and_goes_on_after_one_in_its_middle(
    text: str | None, expected: list[str]
) -> None:
    assert sentences(text) == expected


def test_the_end_of_a_text_is_whole_sentences() -> None:
    assert last_sentences("One. Two. Three.", most=2) == "Two. Three."
    assert last_sentences("One.", most=2) == "One."
    assert last_sentences(None, most=2) == ""
