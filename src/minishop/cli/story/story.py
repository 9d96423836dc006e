"""The story's cast and what it knows: one seller, one shop, one buyer, the operators, and the steps they play."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from minishop.cli.installation import Installation
from minishop.cli.story.errors import Unexpected, Unreachable
from minishop.cli.story.goods import Scarf
from minishop.cli.story.logins import PEOPLE
from minishop.cli.story.money import fee_below_threshold, points_of
from minishop.cli.story.pages import Page
from minishop.cli.story.people import Person
from minishop.cli.words import pick

PATIENCE = 30.0
_PAUSE = 0.15


@dataclass(frozen=True)
class Cast:
    """Who plays. Each run of the demo has its own, so that it can be run again and again."""

    shop: str
    shop_name: str
    seller: str
    seller_name: str
    buyer: str
    buyer_name: str
    password: str = PEOPLE.password
    scarf: Scarf = field(default_factory=lambda: Scarf("쪽 염색 머플러"))

    @property
    def unknown_number(self) -> str:
        """A tracking number that the carrier does not know."""
        return f"0000{self._digits:06}"

    @property
    def known_number(self) -> str:
        """A tracking number that it knows: ten digits, this run's own."""
        return f"6400{self._digits:06}"

    def number_of(self, place: int) -> str:
        """The tracking number of the ``place``-th parcel after that one, from 1."""
        return f"640{place}{self._digits:06}"

    @property
    def _digits(self) -> int:
        return zlib.crc32(self.shop.encode()) % 10**6

    @property
    def goods(self) -> int:
        """What the scarves cost: price and surcharge, twice."""
        return (self.scarf.price + self.scarf.surcharge) * self.scarf.quantity

    @property
    def fee(self) -> int:
        """The shipping fee of that order."""
        return fee_below_threshold(self.goods)

    @property
    def pay(self) -> int:
        """What the buyer pays in the end."""
        return self.goods + self.fee

    @property
    def points(self) -> int:
        """The points that come back a day after the purchase is confirmed."""
        return points_of(self.pay)


def cast_of(mark: str) -> Cast:
    """A cast of its own for a run named by a few ASCII letters and digits."""
    return Cast(
        f"demo{mark}",
        f"데모상점 {mark}",
        f"seller-{mark}@demo.example",
        "김하루",
        f"buyer{mark}",
        "이다온",
        scarf=Scarf(f"쪽 염색 머플러 {mark}"),
    )


@dataclass
class Story:
    """A run of the story. ``people`` makes a person by role; facts that later steps need are noted here as they are learned, and what is
    to be read beside the steps is told."""

    installation: Installation
    cast: Cast
    people: Callable[[str], Person]
    patience: float = PATIENCE
    order_number: str = ""
    hub_order_number: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    _met: dict[str, Person] = field(default_factory=dict)

    def person(self, role: str) -> Person:
        """The person who plays a role: the same one, with the same cookies, each time."""
        if role not in self._met:
            self._met[role] = self.people(role)
        return self._met[role]

    @property
    def seller(self) -> Person:
        """Who runs the shop."""
        return self.person("seller")

    @property
    def buyer(self) -> Person:
        """Who buys."""
        return self.person("buyer")

    @property
    def operator(self) -> Person:
        """Who runs the sandbox and approves at all four places: each place has its own login."""
        return self.person("operator")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Everybody leaves."""
        for person in self._met.values():
            person.leave()

    def url(self, service: str, path: str) -> str:
        """An address of a service."""
        return self.installation.url(service) + path

    def office(self, path: str = "") -> str:
        """An address of the shop's back office."""
        return self.url("mall", f"/office/{self.cast.shop}/{path}")

    def storefront(self, path: str = "/") -> str:
        """An address of the shop."""
        return self.installation.storefront(self.cast.shop) + path

    def until(self, look: Callable[[], Page], *words: str) -> Page:
        """Looks again and again, as a person reloads, until the page says all of the words. Raises Unexpected when it never does."""
        return self.until_true(look, lambda page: page.says(*words), " ".join(words))

    def until_true(self, look: Callable[[], Page], holds: Callable[[Page], bool], what: str) -> Page:
        """As ``until``, for anything that can be told from a page."""
        deadline = time.monotonic() + self.patience
        while True:
            page = look()
            if holds(page):
                return page
            if time.monotonic() > deadline:
                raise Unexpected(f"{page.url} did not come to say {what!r} in {self.patience:g} s: {page.text[:600]}")
            time.sleep(_PAUSE)


@dataclass(frozen=True)
class Step:
    """One step. ``play`` returns the address it ended at; it looks first and acts then, so that it may be played again after a
    process died in the middle of it."""

    key: str
    korean: str
    english: str
    play: Callable[[Story], str]

    @property
    def name(self) -> str:
        """What happens, in the terminal's language."""
        return pick(self.korean, self.english)

    def play_through(self, story: Story, *, within: float, pause: float = 0.4) -> str:
        """Plays it, and again (as a person reloads) for some seconds when a service did not answer. Raises Unreachable or
        Unexpected at last."""
        deadline = time.monotonic() + within
        while True:
            try:
                return self.play(story)
            except (Unreachable, Unexpected):
                if time.monotonic() > deadline:
                    raise
            time.sleep(pause)
