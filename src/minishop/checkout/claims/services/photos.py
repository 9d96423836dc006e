"""사진 보관: photos stay as long as a claim of their order names them, and those of one of which nothing came a quarter of a year longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.stopping import each_in_turn
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.claims import pictures
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import Order

_BATCH = 100


@contextmanager
def kept(order: Order, contents: Sequence[bytes]) -> Iterator[list[str]]:
    """Stores photos for something that is asked of an order, in the merchant's scope; of what is refused none stay. Raises BadPicture.

    From storing them to naming them the order is locked, so that nobody deletes what is about to be named. The block ends its own
    transaction when it is refused.
    """
    files, refusal = pictures.photo_files(contents), None
    if not files:
        yield []
        return
    with transaction.atomic():
        _lock(order)
        names = pictures.keep_photos(order, files)
        try:
            yield names
        except ClaimRefused as refused:
            refusal = refused
            _drop_unnamed(order, names)
    if refusal is not None:
        raise refusal


def _lock(order: Order) -> None:
    Order.objects.select_for_update().get(merchant_id=order.merchant_id, id=order.id)


@transaction.atomic
def _drop_unnamed(order: Order, names: Sequence[str]) -> None:
    """Deletes those of an order's photos that no claim of it names, while nobody can name one."""
    _lock(order)
    claims = Claim.objects.filter(merchant_id=order.merchant_id, order_id=order.id)
    named = {name for photos in claims.values_list("photos", flat=True) for name in photos} if names else set()
    pictures.drop_photos(order, [name for name in names if name not in named])


def forget_photos(*, now: datetime) -> None:
    """Deletes what nobody may argue about any more, a claim after the other (index ``claims_photos_old``). Again, it does nothing.

    One that fails holds up no other, and the first failure is raised in the end. Raises GoOn when the turn is over before that.
    """
    each_in_turn(
        lambda last: _over_after(last, now),
        _forget,
        fault=lambda claim: f"photos of claim {claim.number} were not deleted",
    )


def _over_after(last: Claim | None, now: datetime) -> list[Claim]:
    """The next batch of claims whose photos are over (index ``claims_photos_old``)."""
    with across_tenants("photos of claims of all merchants grow old"):
        over = Claim.objects.filter(photos_until__lte=now).select_related("order").order_by("photos_until", "id")
        if last is not None:
            over = over.filter(photos_until__gte=last.photos_until).exclude(photos_until=last.photos_until, id__lte=last.id)
        return list(over[:_BATCH])


def _forget(claim: Claim) -> None:
    """The row first: photos that no row names are deleted again by nobody, but those that a row names have to be there."""
    with scope(claim.merchant_id):
        Claim.objects.filter(merchant_id=claim.merchant_id, id=claim.id).update(photos=[], photos_until=None)
        _drop_unnamed(claim.order, claim.photos)
