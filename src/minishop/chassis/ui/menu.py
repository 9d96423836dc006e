"""The menu of a tool's frame: a rail beside the page, and on a telephone a bar of tabs at its foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Text = str | Promise
MOST_IN_A_MENU = 99  # more is "99+": nobody counts what grows for a menu
_NONE: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Item:
    """A menu line: the route's name, its label and icon, and whether it stands in the bar of tabs of a telephone."""

    route: str
    label: Text
    icon: str
    is_tab: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A frame's menu on one page: whose it is (``name``, its ``icon`` and where it leads), how the menu is called for those who do not see
    it, its lines with their addresses, and the ``present`` one. ``counts``: how much waits behind a line, by its route, as far as it was
    counted; a line without one has nothing waiting."""

    name: Text
    icon: str
    home: str
    label: Text
    lines: Sequence[tuple[Item, str]]
    present: Item | None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def tabs(self) -> list[tuple[Item, str]]:
        """The lines that a telephone has at the foot."""
        return [line for line in self.lines if line[0].is_tab]

    @property
    def has_more(self) -> bool:
        """Whether there are lines beside the tabs."""
        return len(self.tabs) < len(self.lines)


def menu_at(
    path: str,
    items: Sequence[Item],
    *,
    name: Text,
    icon: str,
    label: Text,
    args: Sequence[str] = (),
    counts: Mapping[str, int] = _NONE,
) -> Menu:
    """The menu of the page at ``path``. Its first line is where the name leads; a line whose page is not installed is left out.

    ``args`` are what every line's address is made with.
    """
    lines = [(item, address) for item in items if (address := _address(item, args))]
    return Menu(name, icon, lines[0][1], label, lines, present_at(path, lines), counts)


def count_shown(count: int) -> str:
    """A count as a menu shows it: nothing for none, and "99+" beyond what is counted."""
    return f"{MOST_IN_A_MENU}+" if count > MOST_IN_A_MENU else str(count or "")


def _address(item: Item, args: Sequence[str]) -> str:
    try:
        return reverse(item.route, args=args)
    except NoReverseMatch:
        return ""


def present_at(path: str, lines: Sequence[tuple[Item, str]]) -> Item | None:
    """The line that a page belongs to: the longest menu address that its own begins with."""
    here = [(address, item) for item, address in lines if path.startswith(address)]
    return max(here, key=lambda found: len(found[0]))[1] if here else None
