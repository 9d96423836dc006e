"""배송비 내기: from a claim that waits for its fee to the PG's window (C34)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.chassis.web.actions import action
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import REFUSAL
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.fees import pay_claim_fee
from minishop.checkout.orders.errors import MerchantClosed
from minishop.checkout.pages.frame.own import buyer_of, claim_page
from minishop.checkout.pages.payment.standing import addresses
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.services.contracts import means_of


@claim_page
@action("claim", "number")
def fee(request: HttpRequest, found: Claim) -> HttpResponse:
    """배송비 내기: to the PG's window, and back to the claim where there is none to go to."""
    with scope(found.merchant_id):
        offered = means_of(found.order.merchant)
        chosen = next(
            (means for means in offered if means.value == request.POST.get("means")), offered[0] if offered else Means.CARD
        )
        try:
            payment = pay_claim_fee(claim=found, buyer=buyer_of(request), means=chosen, addresses=addresses(), now=now())
        except ClaimRefused as refused:
            messages.info(request, str(REFUSAL[refused.why]))
        except (MerchantClosed, GatewaySilent):
            messages.error(request, _("결제 대행사에 연결하지 못했습니다. 잠시 뒤 다시 눌러 주세요."))
        else:
            if payment.state == PaymentState.OPENED:
                return redirect(payment.pg_url)
    return redirect("claim", number=found.number)
