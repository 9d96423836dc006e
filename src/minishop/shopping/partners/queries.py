"""Reading partners: for the operator, and for the hosting platform that applied."""

from __future__ import annotations

from django.db.models import QuerySet

from minishop.shopping.partners.domain.states import CRAWLED, State
from minishop.shopping.partners.models import Partner


def applications_waiting() -> QuerySet[Partner]:
    """심사 대기: undecided applications, the oldest first."""
    return Partner.objects.filter(state=State.REQUESTED).order_by("requested_at", "id")


def decided_partners() -> QuerySet[Partner]:
    """Everyone who was approved, the suspended first, then by name."""
    return Partner.objects.filter(state__in=sorted(CRAWLED)).order_by("-state", "shop_name", "id")


def rejected_applications() -> QuerySet[Partner]:
    """반려: the newest first."""
    return Partner.objects.filter(state=State.REJECTED).order_by("-decided_at", "-id")


def find_application(application_id: str) -> Partner | None:
    """The application of a wire id, or None."""
    if not (application_id.isascii() and application_id.isdigit()) or len(application_id) > 18 + 1:
        return None
    return Partner.objects.filter(id=int(application_id)).first() if int(application_id) < 2**63 else None
