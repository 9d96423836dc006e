"""What the host's operators did in a shop's office, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.chassis.ui.menu import Text, menu_at
from minishop.mall.backoffice.frame.menu import MENU
from minishop.mall.shops.models import Shop
from minishop.mall.staff.queries import guest_acts

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ActRow:
    """One thing that was sent: when, by whom, on which page of the menu, and the address below the office."""

    at: datetime
    email: str
    page: Text
    place: str


def act_rows(shop: Shop) -> list[ActRow]:
    """The last things that operators sent in the shop's office."""
    return [ActRow(act.at, act.account.email, _page(act.path, shop), act.path) for act in guest_acts(shop, _SHOWN)]


def _page(path: str, shop: Shop) -> Text:
    present = menu_at(path, MENU, name="", icon="", label="", args=[shop.code]).present
    return present.label if present else ""
