"""Where a cue begins and ends."""

import numpy as np

from dragoman.reader.attribution import beside
from dragoman.reader.cue_edges import NUMBERS, Sight, left_keys, load, near, numbers


def seen(text: str, tagged: tuple[int, int], inside: dict[int, float]) -> Sight:
    words = text.split()
    row = np.full(len(words), 0.01, np.float32)
    for at, p in inside.items():
        row[at] = p
    begins = np.zeros(len(words), np.float32)
    begins[tagged[0]] = row[tagged[0]]
    roles = np.zeros((len(words), 5), np.float32)
    roles[:, 0] = 1
    return Sight(words, tagged, row, begins, roles)


def best(text: str, tagged: tuple[int, int], inside: dict[int, float]) -> str:
    (a, b), share = load().best(seen(text, tagged, inside))
    assert 0 < share <= 1
    return " ".join(text.split()[a:b])


def test_a_cue_that_the_tagger_is_sure_of_stays() -> None:
    assert best("the mayor said that taxes rise", (2, 3), {2: 0.99}) == "said"


def test_a_cue_does_not_end_on_an_article() -> None:
    text = "more than ever , according to a report of the bank"
    assert best(text, (4, 7), {4: 0.98, 5: 0.98, 6: 0.4}) == "according to"


def test_a_preposition_left_dangling_goes_with_what_it_began() -> None:
    assert best("we will wait , she said in an interview", (5, 8), {5: 0.98, 6: 0.5, 7: 0.4}) != (
        "said in an"
    )


def test_ranges_near_a_cue_share_a_word_with_it() -> None:
    ranges = near(20, (8, 10))
    assert (8, 10) in ranges
    assert all(a < 10 and b > 8 for a, b in ranges)


def test_ranges_near_the_edge_of_a_passage_stay_inside_it() -> None:
    assert set(near(2, (0, 2))) == {(0, 1), (0, 2), (1, 2)}


def test_the_numbers_of_a_range_tell_what_stands_in_it_and_beside_it() -> None:
    sight = seen("he has said so", (1, 3), {1: 0.9, 2: 0.9})
    sight.roles[3] = (0, 0, 0, 1, 0)
    row = dict(zip(NUMBERS, numbers(sight, [(1, 3)])[0], strict=True))
    assert (row["length"], row["content after"], row["content in it"]) == (2, 1, 0)
    assert row["as tagged"] == 1


def test_the_word_before_the_first_has_a_key_of_its_own() -> None:
    assert left_keys(["said"], 0, "said")[1] == "lo #"


def test_words_that_a_cue_takes_leave_the_content() -> None:
    assert beside([(3, 8)], tagged=(2, 3), cue=(2, 4)) == [(4, 8)]
    assert beside([(0, 8)], tagged=(4, 5), cue=(3, 5)) == [(0, 3), (5, 8)]


def test_words_that_a_cue_leaves_at_its_end_go_to_the_content_that_followed() -> None:
    assert beside([(4, 8)], tagged=(2, 4), cue=(2, 3)) == [(3, 8)]
    assert beside([(5, 8)], tagged=(2, 4), cue=(2, 3)) == [(5, 8)]
