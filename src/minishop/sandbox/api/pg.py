"""The PG's API: contracts for the host, sessions and payments for the hub."""

from __future__ import annotations

import base64
import binascii
import hmac

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from minishop.chassis.clock import now
from minishop.kernel.clock import kst_iso
from minishop.sandbox.api.bodies import Body, idempotency_key
from minishop.sandbox.api.endpoint import Refusal, Reply, endpoint
from minishop.sandbox.pg.domain.cards import card_of
from minishop.sandbox.pg.domain.states import ContractState, PaymentState
from minishop.sandbox.pg.models import Contract, Payment
from minishop.sandbox.pg.queries import authenticated, contract_of, payment_of_order
from minishop.sandbox.pg.services import Application, OrderToPay, apply_for_contract, confirm, open_session


def _apply(request: HttpRequest) -> Reply:
    _require_host(request)
    body = Body(request)
    application = Application(
        shop_code=body.text("shopCode", limit=40),
        shop_name=body.text("shopName", limit=100),
        business_name=body.text("businessName", limit=100),
        representative=body.text("representative", limit=60),
        business_number=body.text("businessNumber", limit=20),
        phone=body.text("phone", limit=30),
        email=body.text("email", limit=200),
    )
    contract, created = apply_for_contract(application=application, idempotency_key=idempotency_key(request), now=now())
    return Reply(201 if created else 200, {"contractId": str(contract.pk), "status": contract.state.upper()})


def _contract(request: HttpRequest, contract_id: int) -> Reply:
    _require_host(request)
    contract = contract_of(contract_id)
    told: dict[str, object] = {"contractId": str(contract.pk), "status": contract.state.upper()}
    match contract.state:
        case ContractState.APPROVED:
            told |= {"mid": contract.mid, "secretKey": contract.secret_key}
        case ContractState.REJECTED:
            told |= {"reason": contract.reason}
    return Reply(200, told)


def _open_session(request: HttpRequest) -> Reply:
    contract = _require_merchant(request)
    body = Body(request)
    order = OrderToPay(
        order_key=body.text("orderKey", limit=100),
        amount=body.amount("amount"),
        order_name=body.text("orderName", limit=200),
        buyer_name=body.text("buyerName", limit=100),
        return_url=body.address("returnUrl"),
        cancel_url=body.address("cancelUrl"),
        notify_url=body.address("notifyUrl"),
    )
    session, created = open_session(contract=contract, order=order, now=now())
    pay_url = request.build_absolute_uri(reverse("card", kwargs={"session_key": session.key}))
    return Reply(201 if created else 200, {"sessionId": session.key, "payUrl": pay_url})


def _confirm(request: HttpRequest, payment_key: str) -> Reply:
    contract = _require_merchant(request)
    body = Body(request)
    order_key, amount = body.text("orderKey", limit=100), body.amount("amount")
    confirmation = confirm(contract=contract, payment_key=payment_key, order_key=order_key, amount=amount, now=now())
    if not confirmation.answered:
        return Reply(504, {}, answered=False)
    if confirmation.payment.state == PaymentState.DECLINED:
        raise Refusal(402, "DECLINED", "카드사가 승인을 거절했습니다.")
    return Reply(200, _told(confirmation.payment))


def _payment(request: HttpRequest) -> Reply:
    contract = _require_merchant(request)
    found = payment_of_order(contract, request.GET.get("orderKey", "").replace("\0", ""))
    return Reply(200, {"payment": _told(found) if found else None})


def _told(payment: Payment) -> dict[str, object]:
    card = card_of(payment.card)
    told: dict[str, object] = {
        "paymentKey": payment.key,
        "orderKey": payment.session.order_key,
        "status": payment.state.upper(),
        "amount": int(payment.session.amount),
        "method": "CARD",
        "card": {"company": card.company, "number": card.number},
    }
    if payment.state == PaymentState.DONE and payment.settled_at is not None:
        told["approvedAt"] = kst_iso(payment.settled_at)
    return told


def _require_host(request: HttpRequest) -> None:
    sent = request.headers.get("Authorization", "")
    if not hmac.compare_digest(sent.encode(), f"Bearer {settings.HOST_TOKEN}".encode()):
        raise Refusal(401, "UNAUTHENTICATED", "호스트 토큰이 맞지 않습니다.")


def _require_merchant(request: HttpRequest) -> Contract:
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    try:
        mid, _, secret_key = base64.b64decode(sent, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        mid = secret_key = ""
    contract = authenticated(mid, secret_key) if scheme.lower() == "basic" and mid.isalnum() else None
    if contract is None:
        raise Refusal(401, "UNAUTHENTICATED", "상점 아이디나 비밀 키가 맞지 않습니다.")
    return contract


contracts = endpoint("pg", POST=_apply)
contract = endpoint("pg", GET=_contract)
sessions = endpoint("pg", POST=_open_session)
confirmation = endpoint("pg", POST=_confirm)
payments = endpoint("pg", GET=_payment)
