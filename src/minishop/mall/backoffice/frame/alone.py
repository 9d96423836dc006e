"""One save of a shop's settings after the other, so that each compares with what the one before has written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop


@contextmanager
def one_save_at_a_time(request: ShopRequest) -> Iterator[None]:
    """For a form that is sent: a transaction that holds the shop, with ``request.shop`` as it is now. A look waits for nobody.

    Orders may come in meanwhile: they refer to the shop, and change nothing of it.
    """
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        request.shop = Shop.objects.select_for_update(no_key=True).get(pk=request.shop.pk)
        yield
