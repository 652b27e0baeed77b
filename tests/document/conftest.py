"""A page of news as plain text, written for these tests."""

from __future__ import annotations

import pytest

STORY = [
    "ANKARA, March 3 (Xinhua) -- Turkey and Egypt agreed on Monday to reopen their embassies, "
    "ending a decade of strained relations between the two countries.",
    "The foreign ministers signed the protocol in Ankara after two days of talks, according to a "
    "joint statement that both ministries published in the evening.",
    "“We have turned a page. The work begins now,” Gen. Sami Ozan of the U.S. mission's liaison "
    "office told the Nile Valley Times.",
    "A long road",
    "Observers said the step had been expected since the autumn, when the two presidents met in "
    "Doha and shook hands for the first time.",
]

PAGE = "\n\n".join(
    [
        "Home",
        "World",
        "Subscribe",
        "Home WorldAfrica Turkey and Egypt Reopen Embassies",
        "By Jane Doe and Ali Veli",
        "Published: March 3, 2025",
        "(Photo: A. Writer/Example Press)",
        *STORY,
        "Read more: Why the embassies closed",
        "You may also like",
        "Ten beaches for the summer",
        "Markets rally after rate decision",
        "Sign up for our daily newsletter and get the news in your inbox.",
        "© 2025 Example Media. All rights reserved.",
        "The information on this website does not constitute investment advice, and past "
        "performance is not a guide to what an investor may expect from the securities of any "
        "issuer that is named on it.",
    ]
)


@pytest.fixture
def story() -> list[str]:
    return STORY


@pytest.fixture
def plain_page() -> str:
    return PAGE
