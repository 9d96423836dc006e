"""Finding hosts."""

from __future__ import annotations

from django.db.models import QuerySet

from minishop.checkout.hosting.models import Host


def hosts_with_tokens() -> QuerySet[Host]:
    """Every host with the tokens it was given, the oldest first."""
    return Host.objects.order_by("id").prefetch_related("tokens")
