"""주문 취소 by its page: what comes back is shown before the press, and a part is refused where the profile knows whole orders only."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.claims.cases import acknowledge, lines_of, modern, paid, paid_by, pay_back, refunds, send, states
from tests.checkout.fakes import Outside
from tests.checkout.worlds import World, make_order, make_paid_order
from tests.reading import Page

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def address(order: Order) -> str:
    return f"/my/orders/{order.number}/cancellation/"


def filled(page: Page, **more: str) -> dict[str, str]:
    """The form as the page has it, with its hidden fields."""
    button = next(button for words, button in page.buttons().items() if "취소" in words)
    fields = {one.name: one.value for one in page.fields().values() if one.value}
    return {**button.fields, **fields, **more}


def claims(order: Order) -> list[Claim]:
    with scope(order.merchant_id):
        return list(Claim.objects.filter(order_id=order.id).order_by("id"))


def test_the_receipt_stands_before_the_press(world: World, buyer: Client) -> None:
    """R137: what comes back, and how, is said before anything is sent."""
    order = paid(world)
    page = Page(buyer.get(address(order))).main
    assert page.labels() == {
        "하루 그릇": "18,000원",
        "하루 행주": "9,900원",
        "돌려받는 배송비 아직 보내지 않은 배송의 요금입니다.": "2,500원",
        "돌려받을 금액": "30,400원",
        "카드 취소로": "30,400원",
    }
    assert page.says("판매자가 아직 확인하지 않아 누르면 바로 취소됩니다.")
    assert page.button("30,400원 취소하기").method == "post"
    assert not claims(order)


def test_an_order_that_nobody_has_begun_is_cancelled_at_once(world: World, buyer: Client) -> None:
    """R54."""
    order = paid(world)
    answer = buyer.post(address(order), filled(Page(buyer.get(address(order))).main, words="잘못 샀어요"))
    (claim,) = claims(order)
    assert answer["Location"] == f"/my/claims/{claim.number}/"
    assert (claim.state, claim.words) == ("canceling", "잘못 샀어요")
    assert [int(refund.amount) for refund in refunds(order)] == [30_400]


def test_one_that_the_seller_has_acknowledged_is_asked_for(world: World, buyer: Client) -> None:
    order = paid(world)
    acknowledge(order)
    page = Page(buyer.get(address(order))).main
    assert page.says("24시간 안에 답이 없으면 저절로 취소됩니다.")
    page.button("30,400원 취소 신청하기")
    told = buyer.post(address(order), filled(page), follow=True)
    assert "취소를 신청했습니다." in Page(told).text
    assert [claim.state for claim in claims(order)] == ["asked"]
    assert Page(buyer.get("/my/")).parts("article")[0].labelled("주문상태") == "취소 요청"


def test_two_presses_are_one_cancel(world: World, buyer: Client) -> None:
    order = paid(world)
    sent = filled(Page(buyer.get(address(order))).main)
    first, second = (buyer.post(address(order), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert (len(claims(order)), len(refunds(order))) == (1, 1)


def test_a_form_left_open_leads_to_the_cancel_that_is_open(world: World, buyer: Client, outside: Outside) -> None:
    """R53: no form where nothing can be cancelled; what was cancelled leads to its order."""
    order = paid(world)
    acknowledge(order)
    buyer.post(address(order), filled(Page(buyer.get(address(order))).main))
    (claim,) = claims(order)
    assert Page(buyer.get(address(order), follow=True)).says("이미 처리 중인 취소·반품·교환이 있습니다.")
    assert buyer.get(address(order))["Location"] == f"/my/claims/{claim.number}/"
    gone = paid(world)
    paid_by(gone, outside)
    buyer.post(address(gone), filled(Page(buyer.get(address(gone))).main))
    pay_back(gone)
    assert buyer.get(address(gone))["Location"] == f"/my/orders/{gone.number}/"


def test_the_order_tells_of_a_part_that_was_cancelled(world: World, buyer: Client, outside: Outside) -> None:
    """R100, R102: what is left, at its price, and when the part went; a whole line tells it once."""
    modern(world)
    order = paid(world)
    paid_by(order, outside)
    cloth = lines_of(order)[1]
    sent = {**filled(Page(buyer.get(address(order))).main), f"pieces_{cloth.number}": "1"}
    computed = Page(buyer.post(address(order), {**sent, "apply": "1"})).main
    buyer.post(address(order), {**sent, "shown": filled(computed)["shown"]})
    pay_back(order)
    place = f"/my/orders/{order.number}/"
    page = Page(buyer.get(place)).main
    assert page.part("주문 상품").says("3개 가운데 2개 남음 · 6,600원")
    told = [row.text.partition(" 2026")[0].partition("00 ")[2] for row in page.part("진행 내역").parts("li")]
    assert told[1:] == ["취소가 완료되었습니다. 하루 그릇", "일부의 취소가 완료되었습니다. 하루 행주 · 1개"]
    buyer.cookies["language"] = "en"
    assert Page(buyer.get(place)).main.says("A part has been cancelled. 하루 행주")


def test_a_part_is_refused_with_the_reason_and_nothing_is_lost(world: World, buyer: Client) -> None:
    """R53, Q11: the manual's profile cancels whole orders; the page says so before the list is touched."""
    order = paid(world)
    page = Page(buyer.get(address(order))).main
    assert page.says("이 쇼핑몰의 주문은 전체 취소만 됩니다. 일부만 빼려면 전체를 취소하고 필요한 상품을 다시 주문해 주세요.")
    sent = filled(page, words="하나만요")
    del sent[f"line_{lines_of(order)[1].number}"]
    answer = buyer.post(address(order), sent)
    assert answer.status_code == 422
    refused = Page(answer).main
    assert refused.part("취소할 상품").says("체크아웃 주문은 전체 취소만 됩니다.")
    assert refused.field("판매자에게 남길 말").value == "하나만요"
    assert (claims(order), set(states(order))) == ([], {"paid"})


def test_the_modern_profile_cancels_a_part_and_computes_anew(world: World, buyer: Client) -> None:
    """R53: which parts may be chosen, the profile says."""
    modern(world)
    order = paid(world)
    bowl, cloth = lines_of(order)
    sent = {**filled(Page(buyer.get(address(order))).main), f"pieces_{cloth.number}": "1"}
    del sent[f"line_{bowl.number}"]
    computed = Page(buyer.post(address(order), {**sent, "apply": "1"})).main
    assert computed.labelled("하루 행주") == "3,300원"
    assert not claims(order)
    stale = buyer.post(address(order), sent)
    assert stale.status_code == 422
    assert Page(stale).main.parts("aside")[0].says("금액이 바뀌었습니다. 다시 확인해 주세요.")
    assert not Page(stale).main.part("취소할 상품").says("금액이 바뀌었습니다.")
    assert buyer.post(address(order), {**sent, "shown": filled(Page(stale).main)["shown"]}).status_code == 302
    assert [int(refund.amount) for refund in refunds(order)] == [3_300]


@pytest.mark.parametrize("missing", ["reason", "line"])
def test_what_is_missing_is_said_beside_it(world: World, buyer: Client, missing: str) -> None:
    modern(world)
    order = paid(world)
    page = Page(buyer.get(address(order))).main
    sent = {name: value for name, value in filled(page).items() if not name.startswith(missing)}
    answer = buyer.post(address(order), sent)
    assert answer.status_code == 422
    where = {"reason": "사유", "line": "취소할 상품"}[missing]
    words = {"reason": "필수 항목", "line": "상품과 수량을 골라 주세요."}[missing]
    assert Page(answer).main.part(where).says(words)
    assert not claims(order)


def test_what_has_left_cannot_be_cancelled_and_leads_to_the_return(world: World, buyer: Client) -> None:
    """R54."""
    order = paid(world)
    send(order)
    page = Page(buyer.get(address(order))).main
    assert page.says("이미 보낸 상품은 취소할 수 없습니다. 받으신 뒤 반품을 신청해 주세요.")
    assert page.link("교환·반품 신청") == f"/my/applications/{order.number}/"
    assert list(page.buttons()) == ["다시 계산"]


def test_an_unpaid_order_goes_at_once_by_its_own_button(world: World, buyer: Client) -> None:
    order = make_order(world.merchant, world.buyer)
    assert buyer.get(address(order))["Location"] == f"/my/orders/{order.number}/"
    page = Page(buyer.get(f"/my/orders/{order.number}/")).main
    buyer.post(page.button("주문 지우기").action)
    assert states(order) == ["unpaid_cancelled"]


def test_another_buyers_order_is_unknown(world: World, buyer: Client) -> None:
    foreign = make_paid_order(world.merchant, world.stranger)
    assert buyer.get(address(foreign)).status_code == 404
    assert buyer.post(address(foreign), {"reason": "INTENT_CHANGED"}).status_code == 404
    assert not claims(foreign)
