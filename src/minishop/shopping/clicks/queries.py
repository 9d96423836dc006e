"""Counting clicks, for the operator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from minishop.chassis.tenancy import across_tenants
from minishop.shopping.clicks.models import Click
from minishop.shopping.partners.models import Partner


def clicks_since(since: datetime, partner_ids: Sequence[int]) -> dict[int, int]:
    """How many clicks each of these partners got since an instant, by the partner's id."""
    with across_tenants("the operator's list of partners"):
        of_these = Click.objects.filter(partner_id__in=partner_ids, at__gte=since)
        return dict(of_these.values_list("partner_id").annotate(clicks=Count("id")).order_by())


def clicks_of(partner: Partner, since: datetime) -> int:
    """How many clicks a partner got since an instant. Call in the partner's scope."""
    return Click.objects.filter(partner=partner, at__gte=since).count()
