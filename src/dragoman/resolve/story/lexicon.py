"""The word lists of reference inside a story, read once from `data/story`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.knowledge import mapping, rows


@dataclass(frozen=True, slots=True)
class Pronoun:
    """`number` s or p, `gender` m, f, n or empty, `person` 1-3."""

    number: str
    gender: str
    person: int


@dataclass(frozen=True, slots=True)
class Role:
    """A noun of a post: the sector that it has by itself, the gender that it says."""

    word: str
    sector: str | None
    gender: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, casefolded; `given_names` and `surnames_first` keep their capitals."""

    roles: dict[str, Role]
    given_names: dict[str, str]
    surnames_first: frozenset[str]
    pronouns: dict[str, Pronoun]
    heading_verbs: dict[str, str]
    pair_nouns: dict[str, str]
    pair_words: frozenset[str]
    body_nouns: frozenset[str]
    group_nouns: frozenset[str]
    state_nouns: frozenset[str]
    organ_nouns: frozenset[str]
    document_nouns: frozenset[str]
    role_words: frozenset[str]
    body_words: frozenset[str]
    body_heads: frozenset[str]
    particles: frozenset[str]
    openers: frozenset[str]
    speech: frozenset[str]
    breakers: frozenset[str]
    courtesy: frozenset[str]
    portfolios: frozenset[str]
    where: frozenset[str]
    whither: frozenset[str]
    place_modifiers: frozenset[str]
    going: frozenset[str]
    grouping_nouns: frozenset[str]
    armed_names: frozenset[str]
    topical: frozenset[str]
    kin: frozenset[str]
    envoys: frozenset[str]
    general_posts: frozenset[str]
    civic_heads: frozenset[str]
    national_titles: dict[str, str]
    answering: tuple[frozenset[str], ...]


_WORD_LISTS = (
    "pair_words", "body_nouns", "group_nouns", "state_nouns", "organ_nouns", "document_nouns",
    "role_words", "body_words", "body_heads", "particles", "openers", "speech", "breakers",
    "courtesy", "portfolios", "where", "whither", "place_modifiers", "going",
    "grouping_nouns", "armed_names", "topical", "kin", "envoys", "general_posts", "civic_heads",
)  # fmt: skip


def _roles() -> dict[str, Role]:
    roles = {
        row["role"]: Role(row["role"], row["sector"] or None, row["gender"])
        for row in rows("story/roles.csv")
    }
    for word, role in list(roles.items()):
        if word.endswith("man"):
            roles.setdefault(word[:-2] + "en", Role(word, role.sector, role.gender, True))
        elif word.endswith("."):
            roles.setdefault(word[:-1] + "s.", Role(word, role.sector, role.gender, True))
        elif not word.endswith("s"):
            roles.setdefault(word + "s", Role(word, role.sector, role.gender, True))
    return roles


@cache
def lexicon() -> Lexicon:
    """Read the lists once."""
    sheet = mapping("story/references.yaml")
    lists = {key: frozenset(str(word) for word in sheet[key]) for key in _WORD_LISTS}
    return Lexicon(
        roles=_roles(),
        given_names={row["name"]: row["gender"] for row in rows("story/given_names.csv")},
        surnames_first=frozenset(row["surname"] for row in rows("story/surnames_first.csv")),
        pronouns={
            str(word): Pronoun(str(row["number"]), str(row["gender"]), int(row["person"]))
            for word, row in sheet["pronouns"].items()
        },
        heading_verbs={str(k): str(v) for k, v in sheet["heading_verbs"].items()},
        pair_nouns={str(k): str(v) for k, v in sheet["pair_nouns"].items()},
        national_titles={str(k): str(v) for k, v in sheet["national_titles"].items()},
        answering=tuple(frozenset(str(w) for w in group) for group in sheet["answering"]),
        **lists,
    )
