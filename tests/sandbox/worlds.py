"""Small worlds for the sandbox's tests."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from minishop.kernel.won import Won
from minishop.sandbox.pg.models import Contract, Payment, PaymentSession
from minishop.sandbox.pg.services import OrderToPay

GOLDEN = Path(__file__).resolve().parents[2] / "protocol" / "sandbox"
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOST = {"Authorization": "Bearer sandbox-host-token"}
HUB = "http://checkout.localhost:8200/payments"


def golden(name: str) -> Any:
    """A golden message, read."""
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def contract(**facts: Any) -> Contract:
    """A shop's application that waits for a decision."""
    told = {"idempotency_key": "k-haru", "shop_code": "haru", "shop_name": "하루상점", "requested_at": NOON}
    return Contract.objects.create(**{**told, **facts})


def approved(code: str = "haru") -> Contract:
    """A shop that may take payments."""
    keys = {"mid": f"sbx{code}23456", "secret_key": "sk_sandbox_golden", "idempotency_key": f"k-{code}"}
    return contract(state="approved", decided_at=NOON, shop_code=code, **keys)


def basic(shop: Contract, secret: str = "") -> dict[str, str]:
    """The header with which a merchant's hub names itself."""
    pair = f"{shop.mid}:{secret or shop.secret_key}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def order(key: str = "pay_2026112312345678_1", amount: int = 30500) -> OrderToPay:
    """What a hub asks to be paid."""
    return OrderToPay(key, Won(amount), "면 반팔 티셔츠 외 1건", "이다온", f"{HUB}/return/", f"{HUB}/cancel/", f"{HUB}/notify/")


def session(
    shop: Contract,
    key: str = "sess_golden",
    order_key: str = "pay_2026112312345678_1",
    amount: int = 30500,
    method: str = "CARD",
) -> PaymentSession:
    """An open session."""
    urls = {"return_url": f"{HUB}/return/", "cancel_url": f"{HUB}/cancel/", "notify_url": f"{HUB}/notify/"}
    words = {"order_name": "면 반팔 티셔츠 외 1건", "buyer_name": "이다온"}
    return PaymentSession.objects.create(
        key=key, contract=shop, order_key=order_key, amount=Won(amount), method=method, opened_at=NOON, **words, **urls
    )


def payment(of: PaymentSession, key: str = "paid_golden", **facts: Any) -> Payment:
    """A card chosen for a session."""
    return Payment.objects.create(**{"key": key, "session": of, "instrument": "hana", "chosen_at": NOON, **facts})
