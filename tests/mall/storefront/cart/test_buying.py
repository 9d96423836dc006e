"""체크아웃 주문하기: what is registered, where the buyer goes, and what is refused (R24, R61, R82)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.mall.front import BELOW, RegistrationDesk, opened, text, visitor
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.queue import millis
from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.cart.models import CartLine
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Variant
from minishop.mall.channel.models import Poll, Registration, RegistrationRefusal
from minishop.mall.channel.services.refusals import MOST_KEPT, note_refusal
from minishop.mall.shipping.domain.fee import DoorGate, Kind, Mode
from minishop.mall.shipping.services import Region, replace_surcharges, save_policy
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.stock.services.levels import set_stock

CONTRACT = (
    '{"version":1,"mode":"below_amount","threshold":50000,"fee":2500,"tiers":[],"individualFees":true,"freeFirst":false,'
    '"basis":"general_lines","fixedPer":"product","lines":[["general",0,1],["general",0,1]],"returnFee":3000,"exchangeFee":6000,'
    '"regions":[]}'
)


def put(front: Client, code: str, quantity: int = 1, **form: str) -> None:
    assert front.post("/cart/lines/", {"product": code, "quantity": quantity, **form}).status_code == 302


def coloured(shop: Shop) -> None:
    """P1 at 10,000 won, blue 500 more."""
    product = make_product(shop, "P1", selects=[SelectOption("색상", ("노랑", "파랑"))])
    Variant.objects.filter(id=product.variants.all()[1].id).update(surcharge=Won(500))


def test_the_cart_is_registered_and_the_buyer_goes_to_the_order_sheet(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    """R24."""
    coloured(shop)
    make_product(shop, "P2", price=Won(3_000))
    put(front, "P1", 2, **{"option-색상": "파랑"})
    put(front, "P2")
    answer = front.post("/checkout/")
    address = "http://checkout.localhost:8200/customer/order.nhn?ORDER_ID=KEY-1&SHOP_ID=np_abcde123456&TOTAL_PRICE=26500"
    assert (answer.status_code, answer["Location"]) == (303, address)
    kept = Registration.objects.get()
    assert desk.sent == [
        ("SHOP_ID", "np_abcde123456"), ("CERTI_KEY", "0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E"), ("SHIPPING_TYPE", "PAYED"),
        ("SHIPPING_PRICE", "2500"), ("BACK_URL", "http://haru.shop.localhost:8100/cart/"), ("NAVER_INFLOW_CODE", ""),
        ("MALL_MANAGE_CODE", kept.code), ("ITEM_ID", "P1"), ("EC_MALL_PID", "P1"), ("ITEM_NAME", "상품 P1"), ("ITEM_COUNT", "2"),
        ("ITEM_OPTION", "색상:파랑"), ("ITEM_OPTION_CODE", "P1-2"), ("ITEM_TPRICE", "21000"), ("ITEM_UPRICE", "10000"),
        ("ITEM_ID", "P2"), ("EC_MALL_PID", "P2"), ("ITEM_NAME", "상품 P2"), ("ITEM_COUNT", "1"), ("ITEM_OPTION", ""),
        ("ITEM_OPTION_CODE", "P2-1"), ("ITEM_TPRICE", "3000"), ("ITEM_UPRICE", "3000"), ("TOTAL_PRICE", "26500"),
        ("MINISHOP_SHIPPING_CONTRACT", CONTRACT),
    ]  # fmt: skip
    assert (kept.hub_key, kept.total, kept.shipping_fee) == ("KEY-1", Won(26_500), Won(2_500))
    in_cart = list(CartLine.objects.order_by("position").values_list("id", flat=True))
    assert [line["cart_line"] for line in kept.lines] == in_cart  # what was paid for leaves the cart
    assert len(kept.code) == 12  # of 31 letters each: nobody guesses one


def test_the_hub_is_told_what_the_search_knows_a_product_by(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    """R32."""
    product = make_product(shop, "DOT.1")
    front.post("/checkout/", {"product": "DOT.1", "quantity": "1"})
    assert [desk.value(name) for name in ("ITEM_ID", "EC_MALL_PID")] == ["DOT.1", f"N{product.id}"]


def test_a_shop_whose_cart_went_to_the_hub_is_asked_about_often(
    front: Client, shop: Shop, desk: RegistrationDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R42: its buyer may pay now."""
    make_product(shop, "P1")
    put(front, "P1")
    Poll.objects.create(shop=shop, merchant="np_abcde123456", phase=0, due_at=2**50)
    front.post("/checkout/")
    made = millis(Registration.objects.get().made_at)
    poll = Poll.objects.get()
    assert (poll.due_at, poll.hot_until) == (made + 60_000, made + 900_000)


def test_the_registration_keeps_the_bill_as_it_was(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    """E18: rows, reasons, the rule's version and the settings; later changes do not touch it."""
    make_product(shop, "P1")
    put(front, "P1")
    front.post("/checkout/")
    save_policy(shop=shop, policy=replace(BELOW, fee=Won(9_900)), now=NOW)
    kept = Registration.objects.get().fee_breakdown
    assert (kept["version"], kept["total"]) == (1, 2_500)
    assert kept["rows"][0] == {
        "part": "base", "why": "below_threshold", "amount": 2_500, "product": "", "about": 10_000, "threshold": 50_000, "name": "",
    }  # fmt: skip
    assert (kept["policy"]["mode"], kept["policy"]["fee"]) == ("below_amount", 2_500)


def test_one_product_is_bought_from_its_own_page(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    coloured(shop)
    make_product(shop, "P2")
    put(front, "P2", 3)
    front.cookies["NA_CO"] = "naver-shopping"
    answer = front.post(
        "/checkout/", {"product": "P1", "option-색상": "파랑", "quantity": "1", "ITEM_TPRICE": "1", "TOTAL_PRICE": "1"}
    )
    assert answer.status_code == 303
    assert [value for name, value in desk.sent if name == "ITEM_ID"] == ["P1"]
    assert (desk.value("ITEM_TPRICE"), desk.value("ITEM_UPRICE"), desk.value("TOTAL_PRICE")) == ("10500", "10000", "13000")
    assert (desk.value("NAVER_INFLOW_CODE"), desk.value("BACK_URL")) == (
        "naver-shopping", "http://haru.shop.localhost:8100/products/P1/",
    )  # fmt: skip


DOOR = replace(BELOW, mode=Mode.ON_DELIVERY)
KINDS: dict[str, tuple[Any, dict[str, Any], tuple[str, str, str | None, str]]] = {
    "선불": (BELOW, {}, ("PAYED", "2500", None, "12500")),
    "무료": (replace(BELOW, mode=Mode.FREE), {}, ("FREE", "0", None, "10000")),
    "착불, 일반 상품 없음, 무료 상품": (DOOR, {"fee_kind": "free"}, ("FREE", "0", None, "10000")),
    "착불, 일반 상품 없음, 수량별": (DOOR, {"fee_kind": "growing", "fee_amount": Won(1_500)}, ("PAYED", "1500", None, "11500")),
    "착불, 막지 않기": (replace(DOOR, door_gate=DoorGate.NEVER), {}, ("ONDELIVERY", "0", None, "10000")),
}


@pytest.mark.parametrize(("policy", "facts", "sent"), KINDS.values(), ids=KINDS)
def test_the_fee_travels_as_one_of_three_kinds(
    shop: Shop, desk: RegistrationDesk, policy: Any, facts: dict[str, Any], sent: tuple[str, str, str | None, str]
) -> None:
    front = visitor(opened(shop, policy))
    make_product(shop, "P1", **facts)
    front.post("/checkout/", {"product": "P1", "quantity": "1"})
    given = dict(desk.sent)
    assert (given["SHIPPING_TYPE"], given["SHIPPING_PRICE"], given.get("SHIPPING_ADDITIONAL_PRICE"), given["TOTAL_PRICE"]) == sent


def test_what_the_hub_refuses_is_told_to_the_seller_until_it_takes_it(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    """A4: the hub's own words with the products; the same again is counted, and a cart that is taken ends what was said of its products."""
    for code in ("P1", "P2"):
        make_product(shop, code)
    desk.answer = Answer(Outcome.REFUSED, 400, "1번째 상품: 안\0됩니다.".encode())
    for code in ("P1", "P1", "P2"):
        front.post("/checkout/", {"product": code, "quantity": "1"})
    told = RegistrationRefusal.objects.order_by("id").values_list("message", "products", "times")
    assert list(told) == [
        ("1번째 상품: 안 됩니다.", [["P1", "상품 P1"]], 2),
        ("1번째 상품: 안 됩니다.", [["P2", "상품 P2"]], 1),
    ]
    desk.answer = Answer(Outcome.SENT, 200, b"KEY-1")
    front.post("/checkout/", {"product": "P1", "quantity": "1"})
    assert list(RegistrationRefusal.objects.values_list("products", flat=True)) == [[["P2", "상품 P2"]]]


def test_only_the_last_refusals_are_kept(shop: Shop) -> None:
    for number in range(MOST_KEPT + 1):
        note_refusal(shop=shop, message=str(number), products=[("P1", "컵")], now=NOW + timedelta(seconds=number))
    assert set(RegistrationRefusal.objects.values_list("message", flat=True)) == {str(number) for number in range(1, MOST_KEPT + 1)}


def test_prepaid_fees_beside_a_base_fee_paid_at_the_door_carry_a_note(shop: Shop, desk: RegistrationDesk) -> None:
    front = visitor(opened(shop, replace(DOOR, door_gate=DoorGate.NEVER)))
    make_product(shop, "P1")
    make_product(shop, "P2", fee_kind="fixed", fee_amount=Won(4_000))
    put(front, "P1")
    put(front, "P2")
    front.post("/checkout/")
    sent = [desk.value(name) for name in ("SHIPPING_TYPE", "SHIPPING_PRICE", "SHIPPING_ADDITIONAL_PRICE")]
    assert sent == ["PAYED", "4000", "기본 배송비는 착불입니다."]


def test_surcharges_of_regions_travel_as_a_note(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    """A25, step 7: the address is not known yet, so nothing is added."""
    regions = [Region("제주", "63000", "63644", Won(3_000)), Region("도서산간", "40200", "40240", Won(5_000))]
    replace_surcharges(shop=shop, regions=regions)
    make_product(shop, "P1")
    put(front, "P1")
    note = "지역별 추가 배송비(도서산간 5,000원, 제주 3,000원)는 결제금액에 들어 있지 않습니다."
    assert note in text(front.get("/cart/"))
    front.post("/checkout/")
    assert (desk.value("SHIPPING_ADDITIONAL_PRICE"), desk.value("SHIPPING_PRICE")) == (note, "2500")


def refused(front: Client, desk: RegistrationDesk, form: dict[str, str] | None = None) -> str:
    """The page of a refusal that sent and kept nothing."""
    answer = front.post("/checkout/", form or {})
    assert answer.status_code == 422
    assert not desk.bodies
    assert not Registration.objects.exists()
    return text(answer)


def test_a_cart_paid_at_the_door_is_refused_with_the_reason(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    """R61, E6."""
    save_policy(shop=shop, policy=replace(DOOR, free_first=True), now=NOW)
    make_product(shop, "P1")
    make_product(shop, "P2", fee_kind="free")
    put(front, "P1")
    put(front, "P2")
    assert "착불 배송 상점의 상품은 체크아웃으로 살 수 없습니다." in refused(front, desk)


def test_what_ran_out_meanwhile_is_not_registered(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    product = make_product(shop, "P1", stock=5)
    put(front, "P1", 4)
    set_stock(shop=shop, variant=product.variants.all()[0], quantity=3, key="fewer", now=NOW)
    assert "지금 3개까지 살 수 있습니다." in refused(front, desk)


NOT_FOR_CHECKOUT: dict[str, dict[str, Any]] = {
    "0원 상품": {"price": Won(0)},
    "판매가 대체문구": {"price_text": "전화 문의"},
    "판매 안 함": {"for_sale": False},
    "품절": {"stock": 0},
}


@pytest.mark.parametrize("facts", NOT_FOR_CHECKOUT.values(), ids=NOT_FOR_CHECKOUT)
def test_what_is_not_for_sale_is_not_registered(front: Client, shop: Shop, desk: RegistrationDesk, facts: dict[str, Any]) -> None:
    """R33, Q14."""
    make_product(shop, "P1", **facts)
    assert "지금은 살 수 없는 상품입니다." in refused(front, desk, {"product": "P1", "quantity": "1"})


@pytest.mark.parametrize(("quantity", "sentence"), [("1", "2개부터 살 수 있습니다."), ("7", "6개까지 살 수 있습니다.")])
def test_a_quantity_outside_the_products_limits_is_refused(
    front: Client, shop: Shop, desk: RegistrationDesk, quantity: str, sentence: str
) -> None:
    make_product(shop, "P1", min_quantity=2, max_quantity=6)
    assert sentence in refused(front, desk, {"product": "P1", "quantity": quantity}).partition('role="alert"')[2]


def test_an_empty_cart_is_refused(front: Client, desk: RegistrationDesk) -> None:
    assert "장바구니가 비어 있습니다." in refused(front, desk)


def test_another_shops_product_is_not_found(front: Client, cast: Cast, desk: RegistrationDesk) -> None:
    with scope(cast.maru.id):
        make_product(cast.maru, "M1")
    assert front.post("/checkout/", {"product": "M1"}).status_code == 404
    assert not desk.bodies


def test_before_the_opening_nothing_is_registered(front: Client, shop: Shop, desk: RegistrationDesk) -> None:
    """R3, R82: as long as one of the three entries is missing."""
    make_product(shop, "P1")
    put(front, "P1")
    Entry.objects.filter(shop=shop, kind="shopping").delete()
    assert "아직 주문을 받을 수 없는 상점입니다." in refused(front, desk)


FAILURES = {
    "거절": (
        Answer(Outcome.REFUSED, 400, "총액이 맞지 않습니다.".encode()),
        "체크아웃에서 주문을 받지 않았습니다: 총액이 맞지 않습니다.",
    ),
    "거절 글 300자까지": (Answer(Outcome.REFUSED, 400, ("가" * 299 + "나다").encode()), "가" * 299 + "나<"),
    "거절 글에 태그": (Answer(Outcome.REFUSED, 400, b"<script>x</script>"), "&lt;script&gt;x"),
    "응답 없음": (Answer(Outcome.TIMED_OUT), "체크아웃이 잠시 응답하지 않습니다."),
    "연결 안 됨": (Answer(Outcome.UNREACHABLE), "체크아웃이 잠시 응답하지 않습니다."),
    "서버 오류": (Answer(Outcome.REFUSED, 503, b"busy"), "체크아웃이 잠시 응답하지 않습니다."),
    "빈 열쇠": (Answer(Outcome.SENT, 200, b""), "체크아웃이 잠시 응답하지 않습니다."),
    "열쇠가 아닌 것": (Answer(Outcome.SENT, 200, b"<html>" * 100), "체크아웃이 잠시 응답하지 않습니다."),
}


@pytest.mark.parametrize(("profile", "sent"), [("minishop", True), ("naver", False)])
def test_what_returns_cost_is_told_to_a_hub_that_judges_claims_by_it(
    front: Client, shop: Shop, desk: RegistrationDesk, settings: Any, profile: str, sent: bool
) -> None:
    """E18, E20: as the shop says it now, with its regions and each line's own fee."""
    settings.HUB_PROFILE = profile
    save_policy(shop=shop, policy=replace(BELOW, return_fee=Won(3_500), exchange_fee=Won(0)), now=NOW)
    replace_surcharges(shop=shop, regions=[Region("제주", "63000", "63644", Won(3_000))])
    make_product(shop, "P1", fee_kind=Kind.GROWING.value, fee_amount=Won(1_500), fee_block=2)
    put(front, "P1", 2)
    front.post("/checkout/")
    told = dict(desk.sent).get("MINISHOP_SHIPPING_CONTRACT")
    assert bool(told) is sent
    if told:
        contract = json.loads(told)
        assert (contract["returnFee"], contract["exchangeFee"]) == (3_500, 0)
        assert (contract["lines"], contract["regions"]) == ([["growing", 1_500, 2]], [["63000", "63644", 3_000]])


@pytest.mark.parametrize(("answer", "sentence"), FAILURES.values(), ids=FAILURES)
def test_a_failure_of_the_hub_is_said_and_loses_nothing(
    front: Client, shop: Shop, desk: RegistrationDesk, answer: Answer, sentence: str
) -> None:
    make_product(shop, "P1")
    put(front, "P1", 2)
    desk.answer = answer
    page = front.post("/checkout/")
    assert page.status_code == 422
    assert sentence in text(page)
    assert 'value="2"' in text(page)
    assert not Registration.objects.exists()


def test_an_order_is_made_by_posting_only(front: Client) -> None:
    answer = front.get("/checkout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cart/")
    assert Client(enforce_csrf_checks=True, headers={"host": "haru.shop.localhost:8100"}).post("/checkout/").status_code == 403
