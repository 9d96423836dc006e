"""Reading the record, the latest first."""

from __future__ import annotations

from django.db.models import QuerySet

from minishop.sandbox.requests.models import Request, Sending


def requests_to(party: str) -> QuerySet[Request]:
    """What one party (``pg``, ``carriers``, ``messages``) was asked."""
    return Request.objects.filter(party=party).order_by("-id")


def sendings() -> QuerySet[Sending]:
    """What the sandbox sent by itself."""
    return Sending.objects.order_by("-id")
