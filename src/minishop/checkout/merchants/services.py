"""가맹점 심사: applications and their decisions, and the keys of an approved merchant."""

from __future__ import annotations

import secrets
import string
from dataclasses import asdict, dataclass
from datetime import datetime

import bcrypt
from django.db import transaction

from minishop.chassis.webhooks import new_signing_secret
from minishop.checkout.hosting.models import Host
from minishop.checkout.merchants.domain.claim_terms import ClaimTerms
from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.merchants.domain.review import MACHINE, MerchantEvent, MerchantState
from minishop.checkout.merchants.errors import ReasonMissing
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.kernel.codes import new_key

_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Application:
    """What a shop says of itself when it applies."""

    shop_name: str
    shop_url: str
    business_name: str
    representative: str
    business_number: str
    phone: str
    email: str
    product_info_url: str
    hint_url: str
    hold_url: str = ""
    hold_policy: str = HoldPolicy.REQUIRE.value


def apply(*, host: Host, application_key: str, application: Application, now: datetime) -> tuple[Merchant, bool]:
    """입점 신청 by a host. Returns the application and whether it is new: the host's same key again returns the first one, unchanged."""
    return Merchant.objects.get_or_create(
        host=host,
        application_key=application_key,
        defaults={**asdict(application), "state": MerchantState.REQUESTED.value, "requested_at": now},
    )


@transaction.atomic
def approve(*, merchant: Merchant, now: datetime) -> Merchant:
    """승인: gives the merchant its keys, once. Approving again changes nothing; raises IllegalTransition for a rejected one."""
    locked, is_new = _moved(merchant, MerchantEvent.APPROVE, now)
    if is_new:
        locked.public_id = f"np_{_random(string.ascii_lowercase, 5)}{_random(string.digits, 6)}"
        locked.certi_key, locked.button_key = new_key(), new_key()
        locked.client_id = _random(_ALPHABET, 22)
        # The REST API signs with bcrypt over a salt: one that every implementation accepts, at its cheapest cost.
        locked.client_secret = bcrypt.gensalt(4, prefix=b"2a").decode()
        locked.hint_secret = new_signing_secret()
        locked.save()
        MerchantCounter(merchant=locked, host_id=locked.host_id, public_id=locked.public_id).save(force_insert=True)
    return locked


@transaction.atomic
def reject(*, merchant: Merchant, reason: str, now: datetime) -> Merchant:
    """반려, with the reason the applicant reads. Raises ReasonMissing, or IllegalTransition for an approved one."""
    if not reason.strip():
        raise ReasonMissing
    locked, is_new = _moved(merchant, MerchantEvent.REJECT, now)
    if is_new:
        locked.reason = reason.strip()[:300]
        locked.save(update_fields=["state", "decided_at", "reason"])
    return locked


def choose_hold_policy(*, merchant: Merchant, policy: HoldPolicy) -> None:
    """재고 확인이 없을 때: from the next press on pay on; what is under way goes on as it began."""
    Merchant.objects.filter(id=merchant.id).update(hold_policy=policy.value)


@dataclass(frozen=True, slots=True)
class Rates:
    """이용료와 적립: what the hub and the PG take of what is due, and what buyers earn, in ten-thousandths."""

    hub: int
    pg: int
    points: int


def choose_terms(*, merchant: Merchant, profile: Profile, claims: ClaimTerms, rates: Rates) -> None:
    """규격, 클레임 기한과 요율: of claims on orders that are placed from now on; those of before keep theirs (R53, E18, E20)."""
    Merchant.objects.filter(id=merchant.id).update(
        profile=profile.value,
        **asdict(claims),
        hub_fee_basis_points=rates.hub,
        pg_fee_basis_points=rates.pg,
        points_basis_points=rates.points,
    )


@transaction.atomic
def leave_host(*, merchant: Merchant) -> None:
    """호스팅사 연결 해제: the host that applied for the merchant sees it no more; in the merchant's scope."""
    # No lock beforehand: whoever holds the counter may be about to refer to the merchant's row, which an update alone does not hinder.
    Merchant.objects.filter(id=merchant.id).update(host=None)
    MerchantCounter.objects.filter(merchant_id=merchant.id).update(host_id=None)


def lock_counter(merchant: Merchant) -> MerchantCounter:
    """The merchant's counter of changes, locked from here to the commit: the last of all locks, in the merchant's scope."""
    return MerchantCounter.objects.select_for_update().get(merchant_id=merchant.id)


def _moved(merchant: Merchant, event: MerchantEvent, now: datetime) -> tuple[Merchant, bool]:
    """The row under its lock, decided but not saved yet, and whether it had not been decided so before."""
    locked = Merchant.objects.select_for_update().get(id=merchant.id)
    if locked.state in MACHINE.leads_to(event):
        return locked, False
    locked.state, locked.decided_at = MACHINE.next_state(MerchantState(locked.state), event).value, now
    return locked, True


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
