"""체크아웃이 받지 않은 주문: what the hub refuses of a cart is the seller's to mend, so the seller is told, not the buyer alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from minishop.mall.channel.models import RegistrationRefusal
from minishop.mall.shops.models import Shop

MOST_KEPT = 20
_MOST_NAMED = 20

Named = Sequence[tuple[str, str]]


@transaction.atomic
def note_refusal(*, shop: Shop, message: str, products: Named, now: datetime) -> None:
    """Keeps the hub's words about a cart with its products (code and name, in the order of the lines); the same again is counted."""
    named = [list(one) for one in products[:_MOST_NAMED]]
    digest = hashlib.sha256(repr((message, named)).encode()).hexdigest()
    values = {"message": message, "products": named, "last_at": now}
    _row, is_new = RegistrationRefusal.objects.get_or_create(shop=shop, digest=digest, defaults=values)
    if not is_new:
        RegistrationRefusal.objects.filter(shop=shop, digest=digest).update(times=F("times") + 1, last_at=now)
    kept = RegistrationRefusal.objects.filter(shop=shop).order_by("-last_at", "-id").values_list("id", flat=True)
    RegistrationRefusal.objects.filter(shop=shop, id__in=list(kept[MOST_KEPT : 2 * MOST_KEPT])).delete()


def forget_refusals(*, shop: Shop, codes: set[str]) -> None:
    """The hub has taken a cart with these products: what it refused of them alone is over."""
    kept = RegistrationRefusal.objects.filter(shop=shop).values_list("id", "products")
    over = [number for number, products in kept if {code for code, _name in products} <= codes]
    if over:
        RegistrationRefusal.objects.filter(shop=shop, id__in=over).delete()


def take_note_of_refusal(*, shop: Shop, refusal_id: int) -> bool:
    """확인했습니다: the seller has read it. Says whether it was there."""
    found, _rows = RegistrationRefusal.objects.filter(shop=shop, id=refusal_id).delete()
    return found > 0
