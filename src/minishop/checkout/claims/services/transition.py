"""The one writer of a claim's state. Every step leaves a row of history (who, from, to, why)."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.claims.domain.deadlines import PHOTOS_KEPT, Held, acts_at, acts_on_held
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import FOR_A_FEE
from minishop.checkout.claims.domain.states import ENDED, NOTHING_CAME, ClaimEvent, ClaimKind, ClaimState, Hold, step
from minishop.checkout.claims.errors import Tried, refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.models import ClaimEvent as Happened
from minishop.checkout.claims.queries import fee_missing
from minishop.checkout.claims.services.news import tell_step
from minishop.checkout.orders.domain.states import Actor, actor_name
from minishop.kernel.machine import IllegalTransition


def begin(*, claim: Claim, event: ClaimEvent, actor: Actor, now: datetime, who: str = "", reason: str = "") -> None:
    """Makes a claim in the state that an event makes it in. In the open transaction, its order locked."""
    claim.state = step(ClaimKind(claim.kind), None, event, actor).value
    _stand(claim, now)
    claim.save(force_insert=True)
    _note(claim, "", event, actor, who, reason, now)


def transition(*, claim: Claim, event: ClaimEvent, actor: Actor, now: datetime, who: str = "", reason: str = "") -> None:
    """Takes a claim, whose order the caller has locked, through an event, and saves all of it.

    Raises ClaimRefused (NOT_NOW, with the state) for a step that is not in its kind's table, and when this actor may not cause the event.
    """
    before = ClaimState(claim.state)
    try:
        target = step(ClaimKind(claim.kind), before, event, actor)
    except IllegalTransition as illegal:
        error = refused(Refusal.NOT_NOW, state=before.value)
        error.step = Tried(claim.merchant_id, claim.id, event.value, before.value, actor_name(actor, who))
        raise error from illegal
    claim.state = target.value
    if target is not before:
        _stand(claim, now)
    claim.save()
    _note(claim, before.value, event, actor, who, reason, now)


def set_deadline(claim: Claim, now: datetime) -> None:
    """When the clock acts on a claim that stands so, held or free, since now; the caller saves it. A hold outlasts the claim's steps."""
    kind, state = ClaimKind(claim.kind), ClaimState(claim.state)
    if claim.hold == Hold.HELD and claim.held_until is not None and state not in ENDED:
        held = Held(claim.held_until, for_fee=claim.hold_reason in FOR_A_FEE and bool(fee_missing(claim, claim.order)))
        claim.deadline_at = acts_on_held(kind, state, now, held, claim.clock)
    else:
        claim.deadline_at = acts_at(kind, state, now, claim.clock)


def _stand(claim: Claim, now: datetime) -> None:
    state = ClaimState(claim.state)
    claim.stands_since = now
    set_deadline(claim, now)
    claim.ended_at = now if state in ENDED else None
    claim.photos_until = now + PHOTOS_KEPT if state in NOTHING_CAME and claim.photos else None
    if claim.ended_at:
        claim.account = ""  # what still goes there has it with its refund


def _note(claim: Claim, before: str, event: ClaimEvent, actor: Actor, who: str, reason: str, now: datetime) -> None:
    Happened.objects.create(
        merchant_id=claim.merchant_id,
        claim_id=claim.id,
        event=event.value,
        from_state=before,
        to_state=claim.state,
        actor=actor_name(actor, who),
        reason=reason[:500],
        at=now,
    )
    if before != claim.state:
        tell_step(claim, now)
