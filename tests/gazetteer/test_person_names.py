"""Names of persons: which two ways of writing are one person's."""

from __future__ import annotations

import pytest

from dragoman.gazetteer.names import alike, beginnings, sound


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Miguel Diaz-Canel", "Miguel Díaz-Canel", "CUB"),
        ("Diaz-Canel", "Miguel Díaz-Canel", "CUB"),
        ("Miguel Díaz-Canel Bermúdez", "Miguel Diaz-Canel", "CUB"),
        ("Volodymyr Zelenskyy", "Vladimir Zelensky", "UKR"),
        ("Zelenskiy", "Volodymyr Zelenskyy", "UKR"),
        ("Mohammed Shia al-Sudani", "Al-Sudani", "IRQ"),
        ("Sudani", "Muhammad al-Sudani", "IRQ"),
        ("Mohammed Shia Al Sudani", "Mohamed Shia al-Sudani", "IRQ"),
        ("Muammar Gaddafi", "Moammar Kadhafi", "LBY"),
        ("Kim Jong Un", "Kim Jong-un", "PRK"),
        ("Kim", "Kim Jong Un", "PRK"),
        ("Xi", "Xi Jinping", "CHN"),
        ("Mr. Modi", "Narendra Modi", "IND"),
        ("Donald J. Trump", "Donald Trump", "USA"),
        ("Von der Leyen", "Ursula von der Leyen", "EUR"),
        ("Sergey Lavrov", "Sergei Lavrov", "RUS"),
    ],
)
def test_spellings_of_one_person_meet(one: str, other: str, code: str) -> None:
    assert alike(one, other, code, code) is not None
    assert alike(other, one, code, code) is not None


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Kim Jong Un", "Kim Yo Jong", "PRK"),
        ("Xi", "Xie Feng", "CHN"),
        ("Xi Jinping", "Xie Jinping", "CHN"),
        ("Wang Yi", "Wang Wenbin", "CHN"),
        ("Fidel Castro", "Raul Castro", "CUB"),
        ("Donald Trump Jr.", "Donald Trump", "USA"),
        ("George W. Bush", "George H. W. Bush", "USA"),
        ("Mohammed bin Salman", "Mohammed bin Zayed", "SAU"),
        ("Jong Un", "Kim Jong Un", "PRK"),
        ("", "Kim Jong Un", "PRK"),
    ],
)
def test_different_persons_stay_apart(one: str, other: str, code: str) -> None:
    assert alike(one, other, code, code) is None


def test_a_family_name_alone_joins_nobody_of_another_or_an_unknown_state() -> None:
    assert alike("Lee", "Lee Jae Myung", "SGP", "KOR") is None
    assert alike("Lee", "Lee Jae Myung", None, "KOR") is None


def test_one_full_name_under_two_states_is_one_person_with_a_doubt() -> None:
    found = alike("Kim Jong Un", "Kim Jong Un", "GBR", "PRK")
    assert found is not None
    assert found.confidence < 0.7


@pytest.mark.parametrize("word", ["xi", "mao", "li", "un"])
def test_short_names_are_compared_letter_by_letter(word: str) -> None:
    assert sound(word) == word


@pytest.mark.parametrize(
    ("asked", "written"),
    [("muhammad", "mohamed"), ("gaddafi", "kadhafi"), ("zelensky", "zelenskyy"), ("xi", "xi")],
)
def test_a_word_is_looked_up_by_the_beginnings_of_its_spellings(asked: str, written: str) -> None:
    assert any(written.startswith(beginning) for beginning in beginnings(asked))
