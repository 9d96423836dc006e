"""The receipts of claims: what goes back to the buyer, and what leaves the seller's sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.bills import BillRow, Tone
from minishop.chassis.ui.templatetags.ui import moment, won
from minishop.checkout.claims.domain.money_ways import MoneyWay
from minishop.checkout.claims.domain.proposal import Proposal, RowKind, Why
from minishop.checkout.claims.labels import MONEY, ROW, WHY
from minishop.checkout.claims.models import ClaimProposal, ClaimRow
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.payments.labels import paid_with
from minishop.checkout.payments.models import Payment
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Fee:
    """What of a claim's fee was paid, with what and when (``note``), and what is still to be paid."""

    paid: Won = Won(0)
    missing: Won = Won(0)
    note: str = ""


def fee_of(paid: Payment | None, missing: Won) -> Fee:
    """A claim's fee by the attempt that paid it, or None."""
    if paid is None:
        return Fee(missing=missing)
    when = f"{moment(paid.settled_at)} · " if paid.settled_at else ""
    return Fee(paid.amount, missing, f"{when}{paid_with(paid)}")


def bill_of_proposal(proposal: Proposal, lines: Sequence[OrderLine], way: MoneyWay | None) -> list[BillRow]:
    """What a claim would give back, with its reasons, and how; ``lines``: the order's, by their places."""
    rows = [
        _row(row.kind, row.amount, row.why, "" if row.place is None else lines[row.place].name, row.lowered_from)
        for row in proposal.rows
    ]
    if proposal.to_pay:
        return [*rows, BillRow(_("더 낼 금액"), proposal.to_pay, _("신청하기 전에 결제합니다"), Tone.PAY)]
    return [*rows, *_ends(proposal.money, proposal.points, way)]


def bill_of_claim(
    shown: ClaimProposal, rows: Sequence[ClaimRow], names: Mapping[int, str], way: MoneyWay | None, fee: Fee
) -> list[BillRow]:
    """What a claim gives back by the version that was shown last, or what of its fee was paid and is still to be paid; ``names``: the goods',
    by their line's id."""
    found = [_row(RowKind(row.kind), row.amount, Why(row.why), names.get(row.line_id or 0, ""), row.lowered_from) for row in rows]
    if shown.to_pay or fee.paid:
        found += _fee_rows(shown, fee)
    return found if shown.to_pay else [*found, *_ends(shown.money, shown.points, way)]


def sellers_bill(shown: ClaimProposal, pickup: Won, *, is_estimate: bool) -> list[BillRow]:
    """What leaves the merchant's sales by it: money and points of the buyer's, what the hub had borne of the discounts, and the hub's courier,
    which ``is_estimate`` says to be none yet."""
    leaves = shown.money + shown.points + shown.benefits + pickup
    carriage = _("예상 회수 배송비") if is_estimate else _("회수 배송비")
    return [
        BillRow(_("구매자에게 돌려주는 돈"), -shown.money, tone=Tone.LOST),
        BillRow(_("구매자에게 돌려주는 적립금"), -shown.points, tone=Tone.LOST if shown.points else Tone.PLAIN),
        BillRow(_("체크아웃이 낸 할인"), -shown.benefits, _("체크아웃에 돌아감"), Tone.LOST if shown.benefits else Tone.PLAIN),
        *([BillRow(carriage, -pickup, _("체크아웃 지정 택배"), Tone.LOST)] if pickup else []),
        BillRow(_("판매대금에서 빠질 금액"), leaves, tone=Tone.PAY),
    ]


def _row(kind: RowKind, amount: Won, why: Why, name: str, lowered_from: Won) -> BillRow:
    label = name if kind is RowKind.GOODS else ROW[kind]
    return BillRow(label, amount, _note(why, lowered_from), Tone.LOST if amount < 0 else Tone.PLAIN)


def _note(why: Why, lowered_from: Won) -> str:
    if lowered_from:
        return gettext("%(fee)s에서 판매자가 낮춤") % {"fee": won(lowered_from)}
    return "" if why is Why.CLAIMED else str(WHY[why])  # the goods' own amount needs no reason


def _fee_rows(shown: ClaimProposal, fee: Fee) -> list[BillRow]:
    rows = [BillRow(_("결제한 배송비"), fee.paid, fee.note, Tone.PAY)] if fee.paid else []
    if fee.missing:
        return [*rows, BillRow(_("더 낼 금액"), fee.missing, _("아직 결제하지 않았습니다"), Tone.PAY)]
    return rows or [BillRow(_("더 낼 금액"), shown.to_pay, _("결제하지 않고 끝났습니다"))]


def _ends(money: Won, points: Won, way: MoneyWay | None) -> list[BillRow]:
    back = [BillRow(_("돌려받을 금액"), money + points, tone=Tone.SUM)]
    if points:
        back.append(BillRow(_("적립금으로"), points, _("쓴 적립금은 적립금으로만 돌려드립니다")))
    return [*back, BillRow(MONEY[way], money, tone=Tone.PAY)] if way else back
