"""What may be done with a claim at the centre: each deed with its form, what it says when it is done, and the service that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.checkout.center.claims.forms import (
    HoldForm,
    JudgementForm,
    NoForm,
    NumberForm,
    RedispatchForm,
    RefusalForm,
    WordsForm,
)
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.reasons import HoldReason
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState, Hold, allowed
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import refused_refund
from minishop.checkout.claims.services import admin, answering, exchanging, failing
from minishop.checkout.claims.services.holding import held_by_seller
from minishop.checkout.claims.services.photos import kept
from minishop.checkout.orders.domain.states import Actor
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Deed:
    """``event``: the machine's word for it; ``by``: who may; ``label``: what its button says; ``is_grave``: it cannot be taken back."""

    event: str
    label: Promise
    done: Promise
    act: Callable[[Claim, Any, str, datetime], object]
    form: type[forms.Form] = NoForm
    by: Actor = Actor.MERCHANT
    is_grave: bool = False


def _judge(claim: Claim, form: JudgementForm, who: str, now: datetime) -> None:
    known = form.cleaned_data
    with kept(claim.order, [upload.read() for upload in known["photos"]]) as photos:
        answering.judge(claim=claim, fault=Fault(known["fault"]), words=known["words"], photos=photos, who=who, now=now)


def _hold(claim: Claim, form: HoldForm, who: str, now: datetime) -> None:
    known = form.cleaned_data
    reason = HoldReason(known["reason"])
    answering.hold(claim=claim, reason=reason, words=known["words"], until=form.ends, who=who, now=now, extra_fee=form.fee)


def _redispatch(claim: Claim, form: forms.Form, who: str, now: datetime) -> None:
    known = form.cleaned_data
    exchanging.redispatch(claim=claim, method=known["method"], carrier=known["carrier"], number=known["number"], who=who, now=now)


def _refuse(claim: Claim, form: forms.Form, who: str, now: datetime) -> None:
    known = form.cleaned_data
    answering.refuse(claim=claim, words=known["words"], who=who, now=now, keep=Won(known.get("keep") or 0))


def _send_back(claim: Claim, form: forms.Form, who: str, now: datetime) -> None:
    answering.sent_back(claim=claim, carrier=form.cleaned_data["carrier"], number=form.cleaned_data["number"], now=now)


DEEDS = MappingProxyType(
    {
        "approval": Deed(
            "approve", _("취소 승인"), _("취소를 승인했습니다."),
            lambda claim, form, who, now: answering.approve(claim=claim, who=who, now=now),
        ),
        "acceptance": Deed(
            "accept", _("접수하고 회수"), _("접수했습니다."),
            lambda claim, form, who, now: answering.accept(claim=claim, who=who, now=now),
        ),
        "receipt": Deed(
            "receive", _("물건 받음"), _("물건을 받은 것으로 적었습니다."),
            lambda claim, form, who, now: answering.received(claim=claim, who=who, now=now),
        ),
        "refund": Deed(
            "refund", _("지금 환불"), _("환불을 시작했습니다."),
            lambda claim, form, who, now: answering.approve(claim=claim, who=who, now=now), is_grave=True,
        ),
        "redispatch": Deed("redispatch", _("교환품 발송"), _("교환품을 보낸 것으로 적었습니다."), _redispatch, RedispatchForm),
        "release": Deed(
            "release", _("보류 풀기"), _("보류를 풀었습니다."),
            lambda claim, form, who, now: answering.release(claim=claim, who=who, now=now),
        ),
        "hold": Deed("hold", _("보류"), _("보류했습니다."), _hold, HoldForm),
        "judgement": Deed("judge", _("책임 판단"), _("책임을 판단해 바뀐 금액을 구매자에게 보였습니다."), _judge, JudgementForm),
        "waiver": Deed(
            "waive", _("더 낼 금액 받지 않기"), _("구매자에게 더 받지 않기로 했습니다."),
            lambda claim, form, who, now: answering.lower(claim=claim, fees={}, now=now, waived=True),
        ),
        "turning": Deed(
            "turn", _("반품으로 바꾸기"), _("반품으로 바꾸었습니다."),
            lambda claim, form, who, now: exchanging.turn_into_return(claim=claim, who=who, now=now),
        ),
        "refusal": Deed("refuse", _("거절"), _("거절했습니다."), _refuse, RefusalForm, is_grave=True),
        "sending-back": Deed("send_back", _("구매자에게 다시 보냄"), _("다시 보낸 송장번호를 적었습니다."), _send_back, NumberForm),
        "settlement": Deed(
            "refund", _("처리하고 환불"), _("관리자 처리로 환불을 시작했습니다."),
            lambda claim, form, who, now: admin.settle_admin(claim=claim, who=who, now=now), by=Actor.OPERATOR, is_grave=True,
        ),
        "rejection": Deed(
            "reject", _("처리하지 않음"), _("처리하지 않기로 했습니다."),
            lambda claim, form, who, now: admin.reject_admin(claim=claim, words=form.cleaned_data["words"], who=who, now=now),
            WordsForm, by=Actor.OPERATOR,
        ),
        "failure": Deed(
            "fail", _("취소하지 않고 끝내기"), _("취소하지 않고 끝냈습니다. 주문은 그대로입니다."),
            lambda claim, form, who, now: failing.fail_cancel(claim=claim, words=form.cleaned_data["words"], who=who, now=now),
            WordsForm, by=Actor.OPERATOR, is_grave=True,
        ),
    }
)  # fmt: skip
_UNDECIDED = (ClaimState.ASKED, ClaimState.COLLECTING, ClaimState.COLLECTED)


def possible(claim: Claim) -> list[str]:
    """The names of the deeds that a claim allows now, in the order in which they are offered."""
    kind, state = ClaimKind(claim.kind), ClaimState(claim.state)
    events = {actor: {event.value for event in allowed(kind, state, actor)} for actor in (Actor.MERCHANT, Actor.OPERATOR)}
    events[Actor.MERCHANT] |= _beside_the_machine(claim, kind, state)
    found = [name for name, deed in DEEDS.items() if deed.event in events[deed.by]]
    return [name for name in found if not _is_shut_by_hold(claim, name) and (name != "failure" or refused_refund(claim))]


def _beside_the_machine(claim: Claim, kind: ClaimKind, state: ClaimState) -> set[str]:
    found = {"judge"} if kind in (ClaimKind.RETURN, ClaimKind.EXCHANGE) and state in _UNDECIDED else set()
    if queries.fee_missing(claim, claim.order):
        found.add("waive")
    is_to_be_sent_back = state is ClaimState.REFUSED and claim.collected_at is not None and not claim.sent_back_number
    return found | ({"send_back"} if is_to_be_sent_back else set())


def _is_shut_by_hold(claim: Claim, name: str) -> bool:
    if claim.hold == Hold.HELD:
        return name in ("hold", "refund", "refusal", "redispatch")
    return name == "release" or (name == "hold" and held_by_seller(claim))
