"""Builders for the hub's tests: a merchant, a buyer, a sheet, an order at a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.hosting.models import Host
from minishop.checkout.hosting.services import configured_host
from minishop.checkout.merchants import services as merchants
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import RegisteredLine, Registration, ShippingType
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.services.placing import Details, place_order
from minishop.checkout.orders.services.sheets import register_sheet
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.verdicts import Fate, Verdict
from minishop.checkout.payments.models import Payment, PgContract, Posting
from minishop.checkout.payments.queries import live_contract
from minishop.checkout.payments.services.contracting import hand_over
from minishop.checkout.payments.services.settling import record_verdict
from minishop.kernel.codes import readable_code
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won, total

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"

APPLICATION = merchants.Application(
    shop_name="하루상점",
    shop_url="http://haru.shop.localhost:8100/",
    business_name="하루상사",
    representative="김하루",
    business_number="1234567891",
    phone="02-123-4500",
    email="owner@haru.example",
    product_info_url="http://haru.shop.localhost:8100/checkout/product-info/",
    hint_url="http://mall.localhost:8100/channel/hints/haru/",
)
HOLD_URL = "http://mall.localhost:8100/channel/holds/haru/"
DETAILS = Details(
    orderer_name="이구매",
    orderer_mobile="010-1234-5678",
    orderer_email="buyer@example.com",
    recipient_name="박받음",
    recipient_phone="010-8765-4321",
    zipcode="04524",
    address1="서울시 중구 세종대로 110",
    address2="3층",
    delivery_note="문 앞에 두세요",
)
MUG = RegisteredLine("P1001", "하루 머그컵", 2, Won(12000), Won(24000), "색상:흰색", "V1", "P1001")
APRON = RegisteredLine("P1002", "린넨 앞치마", 1, Won(39000), Won(39000))


def make_application(key: str = "", *, host: Host | None = None, **facts: str) -> Merchant:
    """An application that nobody has decided, of the installation's own host unless told otherwise."""
    made = replace(APPLICATION, **facts)
    return merchants.apply(host=host or configured_host(), application_key=key or readable_code(12), application=made, now=NOW)[0]


def make_merchant(*, pg: bool = True, host: Host | None = None, **facts: str) -> Merchant:
    """An approved merchant, with a contract at the sandbox's PG unless told otherwise."""
    merchant = merchants.approve(merchant=make_application(host=host, **facts), now=NOW)
    if pg:
        make_contract(merchant)
    return merchant


def make_contract(merchant: Merchant, mid: str = "mid-1") -> PgContract:
    """A contract as the host hands it over; with a trading merchant it waits for approval."""
    with scope(merchant.id):
        return hand_over(merchant=merchant, provider="sandbox", mid=mid, secret=f"secret-of-{mid}", now=NOW)


def make_account(login: str = "buyer", *, operator: bool = False) -> Account:
    """A buyer, or an operator, who can log in with PASSWORD."""
    account = Account(id=new_id(), login=login, name="이구매", mobile="010-1234-5678", email=f"{login}@example.com", created_at=NOW)
    account.is_operator = operator
    account.set_password(PASSWORD)
    account.save()
    return account


def registration(*lines: RegisteredLine, shipping: ShippingType = ShippingType.PREPAID, price: int = 2500) -> Registration:
    """A registration that adds up."""
    chosen: Sequence[RegisteredLine] = lines or [MUG]
    charged = Won(0) if shipping is ShippingType.ON_DELIVERY else Won(price)
    return Registration(
        lines=chosen,
        shipping_type=shipping,
        shipping_price=Won(price),
        total=total(line.line_total for line in chosen) + charged,
        back_url="http://haru.shop.localhost:8100/cart/",
        manage_code="R7K2M9QX4T",
    )


def make_sheet(merchant: Merchant, *lines: RegisteredLine, now: datetime = NOW, **terms: object) -> OrderSheet:
    """A registered sheet."""
    with scope(merchant.id):
        return register_sheet(merchant=merchant, registration=registration(*lines, **terms), now=now)  # type: ignore[arg-type]


def make_order(merchant: Merchant, buyer: Account, *lines: RegisteredLine, now: datetime = NOW) -> Order:
    """An order that awaits payment, of which an attempt was made."""
    sheet = make_sheet(merchant, *lines, now=now)
    with scope(merchant.id):
        order = place_order(merchant=merchant, sheet=sheet, buyer=buyer, details=DETAILS, now=now)
        order.reached_payment = True
        order.save(update_fields=["reached_payment"])
        return order


def make_payment(order: Order, state: str = "confirming", *, key: str = "", now: datetime = NOW) -> Payment:
    """An attempt to pay an order, put into a state directly."""
    with scope(order.merchant_id):
        contract = live_contract(order.merchant)
        assert contract is not None
        return Payment.objects.create(
            merchant_id=order.merchant_id,
            contract_id=contract.id,
            key=key or readable_code(20),
            order_id=order.id,
            amount=order.pay_total,
            state=state,
            pg_session="session-1",
            pg_url="http://sandbox.localhost:8400/pg/pay/session-1/",
            pg_payment_key="pk-1" if state != "opened" else "",
            opened_at=now,
        )


def make_paid_order(merchant: Merchant, buyer: Account, *lines: RegisteredLine, now: datetime = NOW) -> Order:
    """An order that has been paid as it would be: with its ledger entry, its change and its jobs."""
    order = make_order(merchant, buyer, *lines, now=now)
    payment = make_payment(order, now=now)
    with scope(merchant.id):
        record_verdict(payment=payment, verdict=taken(order), now=now)
        return Order.objects.get(merchant_id=merchant.id, id=order.id)


def taken(order: Order) -> Verdict:
    """The PG's word that an order's money has been taken."""
    return Verdict(Fate.TAKEN, amount=order.pay_total, means="신한 1234-****-****-5678", pg_payment_key="pk-1")


@dataclass(frozen=True, slots=True)
class World:
    """Two merchants and two buyers, so that every leak would show."""

    merchant: Merchant
    other_merchant: Merchant
    buyer: Account
    stranger: Account


def make_world() -> World:
    """Two merchants and two buyers."""
    return World(
        merchant=make_merchant(),
        other_merchant=make_merchant(shop_name="남의상점"),
        buyer=make_account("buyer"),
        stranger=make_account("stranger"),
    )


def balance(merchant: Merchant, account: AccountKind) -> Won:
    """What a merchant's postings to an account add up to, in its scope: positive is debit."""
    return total(Posting.objects.filter(merchant_id=merchant.id, account=account.value).values_list("amount", flat=True))
