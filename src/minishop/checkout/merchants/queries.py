"""Finding merchants."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet

from minishop.chassis.counting import CountOf
from minishop.chassis.finding import Found, found
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.hosting.models import Host
from minishop.checkout.merchants.domain.comparing import START, Place
from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.models import Merchant, MerchantCounter

_COUNTED = ("changes_made", "last_number", "last_change")
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def merchant_by_certi_key(public_id: str, certi_key: str) -> Merchant | None:
    """The approved merchant of these credentials, or None; takes as long for a wrong key as for an unknown merchant."""
    found = merchant_by_public_id(public_id)
    expected = found.certi_key if found and found.certi_key else "no such merchant"
    matches = hmac.compare_digest(expected.encode(), certi_key.encode())
    return found if found and found.certi_key and matches else None


def merchant_by_public_id(public_id: str) -> Merchant | None:
    """The approved merchant that the wire calls so, or None."""
    if not _PUBLIC_ID.fullmatch(public_id):
        return None
    return Merchant.objects.filter(public_id=public_id, state=MerchantState.APPROVED).first()


def feed_ends(host: Host, public_ids: Iterable[str]) -> dict[str, Place]:
    """The end of the change feed of each of these merchants that is the host's: one statement, by one index."""
    named = [name for name in public_ids if _PUBLIC_ID.fullmatch(name)]
    with across_tenants("a host asks about all of its merchants at once"):
        counters = MerchantCounter.objects.filter(host_id=host.id, public_id__in=named)
        return {name: _end(*counted) for name, *counted in counters.values_list("public_id", *_COUNTED)}


def feed_end(merchant: Merchant) -> Place:
    """The end of the merchant's change feed, in its open scope; the start for one that has no feed yet."""
    counted = MerchantCounter.objects.filter(merchant_id=merchant.id).values_list(*_COUNTED).first()
    return _end(*counted) if counted else START


def _end(made: int, last_number: int, last_change: int | None) -> Place:
    return Place(made, last_change if last_number == made else None)


def merchants_of_hosts(host_ids: Iterable[int], *, at_most: int) -> dict[int, int]:
    """How many merchants and applications each of these hosts has, counted no further than ``at_most``: one statement."""
    of_host = Merchant.objects.filter(host=OuterRef("id")).order_by().values("id")[:at_most]
    return dict(Host.objects.filter(id__in=list(host_ids)).annotate(found=CountOf(of_host)).values_list("id", "found"))


def find_merchants(word: str) -> Found[Merchant]:
    """Merchants and applications of which the shop's or the business's name, its number or the merchant id begins with a word."""
    return found(Merchant.objects.all(), word, "shop_name_key", "business_name_key", "business_number_key", "public_id_key")


def applications_waiting(among: QuerySet[Merchant] | None = None) -> QuerySet[Merchant]:
    """심사 대기: the applications nobody has decided yet, oldest first."""
    return (Merchant.objects.all() if among is None else among).filter(state=MerchantState.REQUESTED).order_by("requested_at", "id")


def merchants_decided(among: QuerySet[Merchant] | None = None) -> QuerySet[Merchant]:
    """The approved and rejected ones, newest decision first."""
    return (Merchant.objects.all() if among is None else among).filter(decided_at__isnull=False).order_by("-decided_at", "-id")
