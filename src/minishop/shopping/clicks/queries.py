"""Counting clicks, for the operator."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from minishop.chassis.tenancy import across_tenants
from minishop.shopping.clicks.models import Click
from minishop.shopping.partners.models import Partner


def clicks_since(since: datetime) -> dict[int, int]:
    """How many clicks each partner got since an instant, by the partner's id."""
    with across_tenants("the operator's list of partners"):
        return dict(Click.objects.filter(at__gte=since).values_list("partner_id").annotate(clicks=Count("id")).order_by())


def clicks_of(partner: Partner, since: datetime) -> int:
    """How many clicks a partner got since an instant. Call in the partner's scope."""
    return Click.objects.filter(partner=partner, at__gte=since).count()
