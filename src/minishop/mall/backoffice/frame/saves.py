"""Who saved a thing of the office last: noted with each save, told to whoever meets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.chassis.clock import now
from minishop.chassis.ui.versions import ChangingForm
from minishop.mall.backoffice.frame.access import acting
from minishop.mall.orders.labels import actor_name
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.staff.queries import last_save
from minishop.mall.staff.services import note_save

IMPORT = "import"


@dataclass(frozen=True, slots=True)
class _Named:
    by: str
    at: datetime


def noted(request: ShopRequest, what: str) -> None:
    """Notes a save of this person. In the transaction of the save."""
    note_save(shop=request.shop, what=what, by=acting(request), now=now())


def with_last_save(request: ShopRequest, form: ChangingForm, *things: str) -> None:
    """Has a form that met another save say whose it was, and when; the newest of these things."""
    if form.differences:
        found = last_save(request.shop, *things)
        form.saved_last = _Named(str(actor_name(found.by)), found.at) if found else None
