"""Reading partners: for the operator, and for the hosting platform that applied."""

from __future__ import annotations

from django.db.models import QuerySet

from minishop.chassis.finding import Found, found
from minishop.shopping.partners.domain.states import CRAWLED, State
from minishop.shopping.partners.models import Partner


def find_partners(word: str) -> Found[Partner]:
    """Partners and applications of which the shop's or the business's name, its number or the shop's code begins with a word."""
    return found(Partner.objects.all(), word, "shop_name_key", "business_name_key", "business_number_key", "shop_code_key")


def applications_waiting(among: QuerySet[Partner] | None = None) -> QuerySet[Partner]:
    """심사 대기: undecided applications, the oldest first."""
    return (Partner.objects.all() if among is None else among).filter(state=State.REQUESTED).order_by("requested_at", "id")


def decided_partners(among: QuerySet[Partner] | None = None) -> QuerySet[Partner]:
    """Everyone who was approved, the suspended first, then by name."""
    return (
        (Partner.objects.all() if among is None else among).filter(state__in=sorted(CRAWLED)).order_by("-state", "shop_name", "id")
    )


def rejected_applications() -> QuerySet[Partner]:
    """반려: the newest first."""
    return Partner.objects.filter(state=State.REJECTED).order_by("-decided_at", "-id")


def find_application(application_id: str) -> Partner | None:
    """The application of a wire id, or None."""
    if not (application_id.isascii() and application_id.isdigit()) or len(application_id) > 18 + 1:
        return None
    return Partner.objects.filter(id=int(application_id)).first() if int(application_id) < 2**63 else None
