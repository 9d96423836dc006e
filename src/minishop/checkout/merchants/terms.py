"""How a merchant's addresses are called: a stranger's sparingly, those of our own mall as they answer."""

from __future__ import annotations

from django.conf import settings

from minishop.chassis.addresses import stands_at
from minishop.chassis.http import OWN_PATIENCE, Terms
from minishop.checkout.merchants.models import Merchant

STRANGERS_AT_ONCE = 2


def terms_for(merchant: Merchant, url: str, kind: str) -> Terms:
    """The terms of a call of this kind to an address that the merchant gave."""
    if is_own(url):
        return Terms(kind, patience=OWN_PATIENCE)
    return Terms(kind, at_once=STRANGERS_AT_ONCE, owner=str(merchant.id))


def is_own(url: str) -> bool:
    """Whether an address stands at a host of our own mall (``OWN_HOSTS``: a name, or ``.name`` for every name below it)."""
    return stands_at(url, settings.OWN_HOSTS)
