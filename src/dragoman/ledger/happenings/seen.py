"""What comparing looks at: a profile in, its sets and standings out, taken once and kept with it.

An act is compared with dozens of others; what depends on it alone is not worked out each time.
"""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.ledger.happenings.profile import Profile, most

Keys = frozenset[str]


class Seen:
    """What is compared of a profile: its keys by their kinds, how far it has come, how it is told.

    `standing` takes what is planned for done; `report_days` are proleptic ordinals.
    `side_*` are -1 for attackers, 1 for all others, 0 where nobody is told. `both` are the codes of
    an act between two parties or more.
    """

    __slots__ = (
        "actor", "actor_codes", "another", "background", "bare", "both", "codes", "definite",
        "exact", "first_report", "general", "kinds", "leads", "place_codes", "places", "planned",
        "recipient", "recipient_codes", "report_days", "root", "side_actor", "side_recipient",
        "sides", "standing", "stems", "town", "towns_and_names", "weapons",
    )  # fmt: skip

    def __init__(self, of: Profile) -> None:
        self.root = of.root
        self.actor: Keys = frozenset(of.actor)
        self.recipient: Keys = frozenset(of.recipient)
        self.sides = self.actor | self.recipient
        self.actor_codes = codes_of(self.actor)
        self.recipient_codes = codes_of(self.recipient)
        self.codes = of.codes()
        self.both: Keys = self.codes if len(self.codes) > 1 else frozenset()
        self.bare = not of.actor and not of.recipient
        self.side_actor = _side(of.actor)
        self.side_recipient = _side(of.recipient)
        self.stems: Keys = frozenset([key for key in of.kinds if key[0] == "s"])
        self.kinds: Keys = frozenset([key for key in of.kinds if key[0] == "k"])
        self.weapons: Keys = frozenset([key for key in of.kinds if key[0] == "v"])
        self.exact = of.exact
        self.report_days = list(of.reports)
        self.first_report = min(of.reports, default=0)
        self.planned = "future" in of.statuses or "AGREE" in of.roots
        self.places = bool(of.places)
        self.place_codes = codes_of(of.places)
        self.towns_and_names: Keys = frozenset([key for key in of.places if key[0] in "nt"])
        self.town = any(key[0] == "t" for key in of.places)
        self.standing = _standing(of.statuses)
        self.background = self.standing == "historical"
        self.general = 2 * of.several > of.mentions
        self.another = 2 * of.another > of.mentions
        self.definite = 2 * of.definite > of.mentions
        self.leads = 2 * of.leads > of.documents


def seen(profile: Profile) -> Seen:
    """Return what is compared of a profile."""
    known = profile.seen
    if isinstance(known, Seen):
        return known
    profile.seen = made = Seen(profile)
    return made


def codes_of(keys: Mapping[str, int] | Keys) -> Keys:
    """Return those keys that are codes."""
    return frozenset([key for key in keys if key[0] == "c"])


def _side(keys: Mapping[str, int]) -> int:
    return 0 if not keys else -1 if "s:attackers" in keys else 1


def _standing(statuses: Mapping[str, int]) -> str:
    """Return how far an act has come by most mentions; what is planned and what is done are one."""
    told = most(statuses) if statuses else "asserted"
    return "asserted" if told in ("future", "cancelled") else told
