"""클레임 안내: the words of what a buyer is sent at the steps of a claim, in Korean, as no buyer's language is stored."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.chassis.messages import Letter
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.labels import KIND
from minishop.checkout.claims.models import Claim, ClaimProposal
from minishop.checkout.orders.models import Order

_SAID: dict[ClaimState, Promise] = {
    ClaimState.ASKED: gettext_lazy("%(kind)s 신청을 받았습니다. 판매자가 확인하고 있습니다."),
    ClaimState.CANCELING: gettext_lazy("%(kind)s 신청이 받아들여졌습니다. 결제하신 금액을 돌려드리고 있습니다."),
    ClaimState.COLLECTING: gettext_lazy("%(kind)s 신청이 접수되었습니다. 상품을 돌려받은 뒤 진행합니다."),
    ClaimState.COLLECTED: gettext_lazy("%(kind)s 상품이 판매자에게 도착했습니다."),
    ClaimState.REDELIVERING: gettext_lazy("교환품이 출발했습니다."),
    ClaimState.OPEN: gettext_lazy("체크아웃 관리자가 주문을 확인하고 있습니다."),
    ClaimState.REFUNDING: gettext_lazy("%(kind)s 신청이 승인되었습니다. 결제하신 금액을 돌려드리고 있습니다."),
    ClaimState.DONE: gettext_lazy("%(kind)s 처리가 완료되었습니다."),
    ClaimState.TURNED: gettext_lazy("교환이 반품으로 바뀌었습니다."),
    ClaimState.REFUSED: gettext_lazy("%(kind)s 신청이 거절되었습니다."),
    ClaimState.REJECTED: gettext_lazy("체크아웃 관리자가 확인을 마쳤습니다. 주문은 그대로입니다."),
    ClaimState.WITHDRAWN: gettext_lazy("%(kind)s 신청을 거두었습니다. 주문은 그대로입니다."),
    ClaimState.FAILED: gettext_lazy("결제하신 금액을 돌려드릴 수 없어 취소하지 못했습니다. 주문은 그대로입니다."),
}


def step(claim: Claim, proposal: ClaimProposal, *, state: ClaimState, way: str, asks_account: bool = False) -> Letter:
    """That a claim came to a state, as ``sms`` or ``mail``, with what goes back and why; an SMS has no subject.

    ``asks_account``: the money goes to an account that the buyer has yet to name.
    """
    with translation.override("ko"):
        said = str(_SAID[state]) % {"kind": KIND[ClaimKind(claim.kind)]}
        if asks_account:
            said = f"{said} {_('결제한 방법으로는 돌려드릴 수 없으니 MY 페이지에 받을 계좌를 적어 주세요.')}"
        return _letter(claim, proposal, said, way)


def changed(claim: Claim, proposal: ClaimProposal, *, way: str) -> Letter:
    """That less comes back than was shown before, and from when on that counts."""
    with translation.override("ko"):
        said = _("환불 예정 금액이 바뀌었습니다. 하루 안에 철회하거나 관리자에게 확인을 요청하실 수 있습니다.")
        return _letter(claim, proposal, said, way)


def decision_request(order: Order, *, way: str) -> Letter:
    """That the seller asks for the decision that the buyer has put off, as ``sms`` or ``mail``."""
    with translation.override("ko"):
        said = _("판매자가 구매확정을 부탁했습니다. 받으신 상품에 문제가 없으면 확정해 주세요.")
        facts = {"shop": order.merchant.shop_name, "number": order.number, "said": said}
        if way == "sms":
            return Letter(text=_("[체크아웃] %(shop)s 주문 %(number)s: %(said)s") % facts)
        address = f"{settings.CHECKOUT.url}/my/orders/{order.number}/"
        return Letter(subject=f"[체크아웃] {said}", text=f"{said}\n\n{address}\n")


def _letter(claim: Claim, proposal: ClaimProposal, said: str, way: str) -> Letter:
    order = claim.order
    facts = {"shop": order.merchant.shop_name, "number": order.number, "said": said}
    if way == "sms":
        return Letter(text=_("[체크아웃] %(shop)s 주문 %(number)s: %(said)s") % facts)
    return Letter(subject=f"[체크아웃] {said}", text=f"{said}\n\n{_more(claim, proposal)}")


def _more(claim: Claim, proposal: ClaimProposal) -> str:
    facts = {
        "number": claim.order.number,
        "money": proposal.money.grouped(),
        "points": proposal.points.grouped(),
        "address": f"{settings.CHECKOUT.url}/my/orders/{claim.order.number}/",
    }
    told = _("주문번호: %(number)s\n돌려드리는 금액: %(money)s원\n돌려드리는 적립금: %(points)s원\n") % facts
    if claim.answer:
        told += _("판매자의 말: %(words)s\n") % {"words": claim.answer}
    return told + _("\n진행 상황은 여기에서 보실 수 있습니다.\n%(address)s\n") % facts
