"""The PG's API: contracts for the host, sessions and payments for the hub."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from minishop.chassis.clock import now
from minishop.kernel.clock import day_start, kst_iso
from minishop.sandbox.api.bodies import Body, idempotency_key
from minishop.sandbox.api.endpoint import Handler, Refusal, Reply, endpoint
from minishop.sandbox.pg.domain.answers import Outage
from minishop.sandbox.pg.domain.instruments import instrument_of
from minishop.sandbox.pg.domain.states import ContractState, MovementKind, PaymentState
from minishop.sandbox.pg.domain.terms import Method
from minishop.sandbox.pg.models import Contract, Movement, Payment
from minishop.sandbox.pg.queries import authenticated, cancel_of_key, contract_of, movements, payment_of_order
from minishop.sandbox.pg.services import (
    OUTAGE_CHANNEL,
    Application,
    OrderToPay,
    Wanted,
    apply_for_contract,
    cancel,
    confirm,
    open_session,
)
from minishop.sandbox.switches.queries import chosen_answer

MOST_ROWS = 500
_NOT_NOW = {"code": "NOT_NOW", "message": "지금은 취소할 수 없습니다. 알려 드린 시각 뒤에 다시 요청해 주세요."}


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
            told |= {"methods": contract.methods, "partialCancel": contract.in_parts}
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
        method=Method(body.choice("method", [method.value for method in Method], absent=Method.CARD.value)),
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
    if confirmation.says_no:
        raise Refusal(402, "DECLINED", "승인이 거절되었습니다.")
    return Reply(200, _told(confirmation.payment))


def _payment(request: HttpRequest) -> Reply:
    contract = _require_merchant(request)
    found = payment_of_order(contract, request.GET.get("orderKey", "").replace("\0", ""))
    return Reply(200, {"payment": _told(found) if found else None})


def _cancel(request: HttpRequest, payment_key: str) -> Reply:
    contract = _require_merchant(request)
    body = Body(request)
    wanted = Wanted(body.amount("amount"), idempotency_key(request), body.amount("remaining") if "remaining" in body else None)
    cancellation = cancel(contract=contract, payment_key=payment_key, wanted=wanted, now=now())
    if cancellation.retry_at is not None:
        return Reply(409, {**_NOT_NOW, "retryAt": kst_iso(cancellation.retry_at)})
    if not cancellation.answered:
        return Reply(504, {}, answered=False)
    if cancellation.says_no or cancellation.movement is None:
        raise Refusal(402, "CANCEL_REFUSED", "취소가 거절되었습니다.")
    return Reply(200, _told_cancel(cancellation.movement))


def _cancelled(request: HttpRequest) -> Reply:
    contract = _require_merchant(request)
    found = cancel_of_key(contract, request.GET.get("key", "").replace("\0", ""))
    return Reply(200, {"cancel": _told_cancel(found) if found else None})


def _transactions(request: HttpRequest) -> Reply:
    contract = _require_merchant(request)
    day, after, limit = _day(request), _number(request, "after", 0, 2**63 - 1), _number(request, "limit", MOST_ROWS, MOST_ROWS)
    begins, ends = day_start(day), day_start(day + timedelta(days=1))
    rows = movements(contract, begins=begins, ends=ends, after=after, limit=limit + 1)
    told = [_told_movement(row) for row in rows[:limit]]
    return Reply(200, {"transactions": told, "next": str(rows[limit - 1].pk) if len(rows) > limit else None})


def _day(request: HttpRequest) -> date:
    try:
        day = date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        raise Refusal(400, "INVALID", "date: 2026-11-23과 같은 날짜여야 합니다.") from None
    if not 1970 <= day.year <= 9000:
        raise Refusal(400, "INVALID", "date: 2026-11-23과 같은 날짜여야 합니다.")
    return day


def _number(request: HttpRequest, name: str, absent: int, most: int) -> int:
    text = request.GET.get(name, str(absent))
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and (name == "after" or int(text) > 0) and int(text) <= most):
        raise Refusal(400, "INVALID", f"{name}: {most} 이하의 정수여야 합니다.")
    return int(text)


def _told_movement(movement: Movement) -> dict[str, object]:
    told: dict[str, object] = {
        "type": movement.kind.upper(),
        "orderKey": movement.payment.session.order_key,
        "paymentKey": movement.payment_id,
        "amount": int(movement.amount),
        "at": kst_iso(movement.at),
    }
    return {**told, "cancelKey": movement.key} if movement.kind == MovementKind.CANCEL else told


def _told_cancel(movement: Movement) -> dict[str, object]:
    return {
        "cancelKey": movement.key,
        "paymentKey": movement.payment_id,
        "orderKey": movement.payment.session.order_key,
        "status": "DONE",
        "amount": int(movement.amount),
        "cancelledAt": kst_iso(movement.at),
    }


def _told(payment: Payment) -> dict[str, object]:
    told: dict[str, object] = {
        "paymentKey": payment.key,
        "orderKey": payment.session.order_key,
        "status": payment.state.upper(),
        "amount": int(payment.session.amount),
        "cancelledAmount": int(payment.given_back),
        "method": payment.session.method,
        **_told_instrument(payment),
    }
    if payment.state in (PaymentState.DONE, PaymentState.CANCELLED) and payment.settled_at is not None:
        told["approvedAt"] = kst_iso(payment.settled_at)
    return told


def _told_instrument(payment: Payment) -> dict[str, object]:
    used = instrument_of(payment.instrument)
    if used.method is Method.TRANSFER:
        return {"transfer": {"bank": used.company, "account": used.number}}
    return {"card": {"company": used.company, "number": used.number}}


def _unless_out(part: Outage, handler: Handler) -> Handler:
    """The handler, as long as nobody chose that this part of the PG, or all of it, is out of order."""

    def answer(request: HttpRequest, **captured: str) -> Reply:
        if chosen_answer(OUTAGE_CHANNEL) in (part, Outage.ALL):
            raise Refusal(503, "UNAVAILABLE", "지금은 처리할 수 없습니다. 나중에 다시 시도해 주세요.")
        return handler(request, **captured)

    return answer


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
sessions = endpoint("pg", POST=_unless_out(Outage.WINDOWS, _open_session))
confirmation = endpoint("pg", POST=_unless_out(Outage.CONFIRMS, _confirm))
cancellation = endpoint("pg", POST=_unless_out(Outage.CANCELS, _cancel))
cancels = endpoint("pg", GET=_unless_out(Outage.LOOK_UPS, _cancelled))
transactions = endpoint("pg", GET=_unless_out(Outage.LOOK_UPS, _transactions))
payments = endpoint("pg", GET=_unless_out(Outage.LOOK_UPS, _payment))
