"""입점 심사와 노출: applications, their decisions, suspensions; and the operators' accounts."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from minishop.chassis.webhooks import new_signing_secret
from minishop.kernel.codes import readable_code
from minishop.shopping.partners.domain.states import MACHINE, Event, State
from minishop.shopping.partners.errors import AlreadyApplied, EmailTaken, ReasonMissing
from minishop.shopping.partners.models import Operator, Partner


@dataclass(frozen=True, slots=True)
class Application:
    """What a hosting platform says of a shop when it applies for it."""

    shop_code: str
    shop_name: str
    shop_url: str
    business_name: str
    representative: str
    business_number: str
    phone: str
    email: str
    ep_version: str
    feed_url: str
    summary_url: str
    report_url: str = ""


def apply(*, application_key: str, application: Application, now: datetime) -> tuple[Partner, bool]:
    """입점 신청. Returns the application and whether it is new: the same key again returns the first one, unchanged.

    Raises AlreadyApplied when the shop has another application that was not rejected.
    """
    facts = {**asdict(application), "state": State.REQUESTED, "requested_at": now}
    try:
        return Partner.objects.get_or_create(application_key=application_key, defaults=facts)
    except IntegrityError:
        raise AlreadyApplied(shop_code=application.shop_code) from None


@transaction.atomic
def approve(*, partner: Partner, now: datetime) -> Partner:
    """승인: gives the partner its id and common key, and where its host wants reports, their secret. Raises IllegalTransition when it has been
    decided."""
    locked = _moved(partner, Event.APPROVE)
    locked.decided_at, locked.reason = now, ""
    locked.public_id = f"sp_{readable_code(10).lower()}"
    locked.common_key = f"s_{secrets.token_hex(6)}"
    if locked.report_url:
        locked.report_secret = new_signing_secret()
    locked.save()
    return locked


@transaction.atomic
def reject(*, partner: Partner, reason: str, now: datetime) -> Partner:
    """반려, with the reason the applicant reads. Raises ReasonMissing, or IllegalTransition when it has been decided."""
    locked = _moved(partner, Event.REJECT)
    locked.decided_at, locked.reason = now, _required(reason)
    locked.save(update_fields=["state", "decided_at", "reason"])
    return locked


@transaction.atomic
def suspend(*, partner: Partner, fault: str, reason: str = "", now: datetime) -> Partner:
    """노출 중지: its products leave the results at once. Raises ReasonMissing without a fault, or IllegalTransition."""
    locked = _moved(partner, Event.SUSPEND)
    locked.suspended_at, locked.fault, locked.reason = now, _required(fault), reason.strip()[:300]
    locked.save(update_fields=["state", "suspended_at", "fault", "reason"])
    return locked


@transaction.atomic
def resume(*, partner: Partner) -> Partner:
    """노출 재개. Raises IllegalTransition for one that is not suspended."""
    locked = _moved(partner, Event.RESUME)
    locked.suspended_at, locked.fault, locked.reason = None, "", ""
    locked.save(update_fields=["state", "suspended_at", "fault", "reason"])
    return locked


def create_operator(*, email: str, name: str, password: str, now: datetime) -> Operator:
    """Makes an operator's account; raises EmailTaken. The password is stored as its Argon2 hash only."""
    operator = Operator(email=email.lower(), name=name, created_at=now)
    operator.set_password(password)
    try:
        with transaction.atomic():
            operator.save(force_insert=True)
    except IntegrityError:
        raise EmailTaken(email=email) from None
    return operator


def _moved(partner: Partner, event: Event) -> Partner:
    """The row under its lock, in the state after the event; not saved yet."""
    locked = Partner.objects.select_for_update().get(id=partner.id)
    locked.state = MACHINE.next_state(State(locked.state), event)
    return locked


def _required(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:300]
