"""교환·반품 신청 by its page: the receipt beside it, photos, where the goods are fetched, and what is to be paid said first."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image
from tests.checkout.claims.cases import lines_of, modern, paid, send, set_fees
from tests.checkout.worlds import World
from tests.logins import log_in
from tests.one_world import expect_each
from tests.reading import Page

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.pages.claims.forms import ApplicationForm
from minishop.checkout.parcels.labels import carrier_choices
from minishop.kernel.won import Won

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture(autouse=True)
def stored(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def photo(name: str = "깨짐.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def delivered(world: World) -> Order:
    order = paid(world)
    send(order)
    set_fees([order])
    return order


def address(order: Order) -> str:
    return f"/my/applications/{order.number}/"


def filled(page: Page, **more: Any) -> dict[str, Any]:
    button = next(button for words, button in page.buttons().items() if "신청" in words or "계산" in words)
    fields = {one.name: one.value for one in page.fields().values() if one.value and one.kind != "file"}
    hidden = {name: value for name, value in button.fields.items() if name not in ("apply", "find_address")}
    return {**hidden, **{name: value for name, value in fields.items() if not name.startswith("_")}, **more}


def chosen(order: Order, browser: Client, **more: Any) -> dict[str, Any]:
    """All lines, with the receipt that the page shows for them."""
    sent = filled(Page(browser.get(address(order))).main)
    sent |= {f"line_{line.number}": "on" for line in lines_of(order)} | more
    again = Page(browser.post(address(order), {**sent, "apply": "1"})).main
    return {**sent, "shown": shown(again)}


def shown(page: Page) -> str:
    return page.button("다시 계산").fields["shown"]


def claims(order: Order) -> list[Claim]:
    with scope(order.merchant_id):
        return list(Claim.objects.filter(order_id=order.id).order_by("id"))


def test_the_page_begins_with_where_the_goods_went_and_until_when(world: World, buyer: Client) -> None:
    """R102."""
    order = delivered(world)
    page = Page(buyer.get(address(order))).main
    assert page.says("마음이 바뀐 반품은 2026.11.30까지 신청할 수 있습니다")
    assert (page.field("보내는 사람").value, page.field("우편번호").value) == ("박받음", "04524")
    assert page.field("찾아갈 주소").value == "서울시 중구 세종대로 110"
    assert page.says("상품과 수량을 고르고 누르면")


@pytest.mark.parametrize(("left", "told"), [(3, 1_000), (2, 667), (1, 334)])
def test_a_line_is_told_at_what_is_left_of_it(left: int, told: int) -> None:
    line = OrderLine(quantity=3, remaining=left, line_total=Won(1_000))
    (row,) = ApplicationForm(lines=[line], is_whole=False).rows
    assert render_to_string("pages/claims/_pieces.html", {"form": {"rows": [row]}}).count(f"{told:,}원") == 1


def test_a_change_of_mind_shows_what_it_costs_before_the_press(world: World, buyer: Client) -> None:
    """R102, R143."""
    order = delivered(world)
    sent = chosen(order, buyer)
    page = Page(buyer.post(address(order), {**sent, "apply": "1"})).main
    assert page.labels()["반품 배송비 상품을 돌려보내는 한 번의 배송비입니다."] == "−3,000원"
    assert not claims(order)
    page.button("반품 신청하기")
    answer = buyer.post(address(order), sent)
    (claim,) = claims(order)
    assert answer["Location"] == f"/my/claims/{claim.number}/"
    assert (claim.kind, claim.state, claim.reason, claim.pickup_zipcode) == ("return", "asked", "INTENT_CHANGED", "04524")
    row = Page(buyer.get("/my/"))
    assert row.parts("article")[0].labelled("주문상태") == "반품 요청"
    assert "구매확정" not in row.parts("article")[0].links()
    assert row.part("단계별 주문").labelled("교환·반품 중") == "1"
    assert len(Page(buyer.get("/my/?state=claimed")).parts("article")) == 1


def test_what_some_choice_asks_for_is_not_called_optional(world: World, buyer: Client) -> None:
    """R102: photos of what is broken, the place to fetch it from, and pieces; the note is left to the buyer."""
    page = Page(buyer.get(address(delivered(world)))).main
    assert page.says("자세히 선택")
    assert not [name for name in ("사진", "보내는 사람", "연락처", "우편번호", "찾아갈 주소", "수량") if page.says(f"{name} 선택")]


def test_nothing_chosen_yet_is_no_mistake_and_the_receipt_is_read_from_next(world: World, buyer: Client) -> None:
    """R102: the first look asks; what was asked for without a choice is refused in red."""
    order = delivered(world)
    page = Page(buyer.get(address(order))).main
    assert page.says("상품과 수량을 고르고 누르면 돌려받을 금액이 나오고, 그다음에 신청합니다.")
    assert not page.says("상품과 수량을 골라 주세요.")
    assert "금액 계산" in page.buttons()
    answer = buyer.post(address(order), {**filled(page), "apply": "1"})
    assert Page(answer).main.says("상품과 수량을 골라 주세요.")
    assert '<h2 id="bill-title" tabindex="-1" autofocus>' in answer.content.decode()
    assert "autofocus" not in buyer.get(address(order)).content.decode()


def test_the_carriers_are_the_usual_ones_first_and_each_name_once(world: World, buyer: Client) -> None:
    """R102, R143."""
    names = list(Page(buyer.get(address(delivered(world)))).main.field("보낸 택배사").options)
    assert names[:4] == ["–", "CJ대한통운", "롯데택배", "한진택배"]
    labels = [name for _group, found in carrier_choices()[1:] for _code, name in found]
    assert (len(labels), labels.count("GS더프레시")) == (len(set(labels)), 1)


def test_words_that_are_too_long_are_refused_beside_their_field(world: World, buyer: Client) -> None:
    """R102: nothing is cut, neither by the browser nor here; the end of a line counts once."""
    order = delivered(world)
    assert "maxlength" not in str(ApplicationForm(lines=[], is_whole=False)["words"])
    answer = buyer.post(address(order), chosen(order, buyer, words="가" * 501))
    assert Page(answer).main.part("사유와 사진").says("500자까지 적을 수 있습니다. 조금 줄여 주세요.")
    assert not claims(order)
    buyer.post(address(order), chosen(order, buyer, words="가" * 498 + "\r\n나"))
    assert [len(claim.words) for claim in claims(order)] == [500]


def test_whose_fault_it_is_stands_beside_each_reason(world: World, buyer: Client) -> None:
    """R143: other, product dissatisfaction, change of mind and damaged are among them, with who pays."""
    reasons = Page(buyer.get(address(delivered(world)))).main.field("사유").options
    assert reasons["구매 의사 취소 · 배송비는 구매자"] == "INTENT_CHANGED"
    assert reasons["서비스 및 상품 불만족 · 배송비는 판매자"] == "PRODUCT_UNSATISFIED"
    assert reasons["상품 파손 · 배송비는 판매자"] == "BROKEN"


def test_photos_go_with_it_and_are_seen_by_nobody_else(world: World, buyer: Client) -> None:
    order = delivered(world)
    sent = chosen(order, buyer, reason="BROKEN", words="이가 나갔어요")
    assert buyer.post(address(order), {**sent, "photos": [photo(), photo("같은 것.png")]}).status_code == 302
    (claim,) = claims(order)
    assert len(claim.photos) == 1
    place = f"/my/claims/{claim.number}/photos/{claim.photos[0]}.jpg"
    assert place in Page(buyer.get(f"/my/claims/{claim.number}/")).main.links().values()
    answer = buyer.get(place)
    assert (answer["Content-Type"], answer.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert "no-store" in answer["Cache-Control"]
    stranger = Client()
    log_in(stranger, world.stranger)
    assert stranger.get(place).status_code == 404
    assert buyer.get(f"/my/claims/{claim.number}/photos/{'0' * 32}.jpg").status_code == 404


def test_a_file_that_is_no_picture_is_named_and_the_others_are_kept(world: World, buyer: Client) -> None:
    order = delivered(world)
    sent = chosen(order, buyer, reason="BROKEN", words="깨졌어요")
    bad = SimpleUploadedFile("메모.txt", b"no picture", "image/png")
    answer = buyer.post(address(order), {**sent, "photos": [photo(), bad]})
    assert answer.status_code == 422
    page = Page(answer).main
    assert page.part("사유와 사진").says("메모.txt: 사진으로 열 수 없는 파일입니다.")
    assert page.part("맡아 둔 파일").says("깨짐.png")
    assert page.field("자세히").value == "깨졌어요"
    assert not claims(order)


def test_more_photos_than_are_kept_are_refused(world: World, buyer: Client) -> None:
    order = delivered(world)
    sent = chosen(order, buyer, reason="BROKEN")
    answer = buyer.post(address(order), {**sent, "photos": [photo(f"{n}.png") for n in range(7)]})
    assert answer.status_code == 422
    assert Page(answer).main.says("사진은 6장까지 올릴 수 있습니다.")
    assert not claims(order)


def test_a_courier_has_to_know_where(world: World, buyer: Client) -> None:
    order = delivered(world)
    sent = chosen(order, buyer)

    def look(field: str) -> None:
        answer = buyer.post(address(order), {**sent, field: ""})
        assert answer.status_code == 422
        assert Page(answer).main.part("찾아갈 곳").says("찾아갈 곳을 적어 주세요.")
        assert not claims(order)

    expect_each({field: field for field in ("pickup_name", "pickup_phone", "zipcode", "address1")}, look)


def test_goods_that_the_buyer_sends_need_no_address_and_cost_nothing(world: World, buyer: Client) -> None:
    order = delivered(world)
    sent = chosen(order, buyer, way="by_buyer", carrier="HYUNDAI", number="123456789013", address1="")
    assert buyer.post(address(order), sent).status_code == 302
    (claim,) = claims(order)
    assert (claim.collect_carrier, claim.collect_number, claim.pickup_address1) == ("HYUNDAI", "123456789013", "")


def test_what_an_exchange_costs_is_said_before_it_is_applied_for(world: World, buyer: Client) -> None:
    """E19: the button names what is to be paid; until it is paid the seller sees nothing."""
    order = delivered(world)
    sent = chosen(order, buyer, kind="exchange", reason="COLOR_AND_SIZE", words="큰 것으로")
    page = Page(buyer.post(address(order), {**sent, "apply": "1"})).main
    assert page.labels()["더 낼 금액 신청하기 전에 결제합니다"] == "6,000원"
    page.button("신청하고 6,000원 결제하기")
    buyer.post(address(order), sent)
    (claim,) = claims(order)
    assert (claim.kind, claim.state) == ("exchange", "fee_due")
    assert Page(buyer.get("/my/")).part("단계별 주문").labelled("교환·반품 중") == "0"


def test_two_presses_are_one_return(world: World, buyer: Client) -> None:
    order = delivered(world)
    sent = chosen(order, buyer)
    first, second = (buyer.post(address(order), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(claims(order)) == 1


def test_a_part_of_a_whole_order_is_refused_by_the_manuals_profile(world: World, buyer: Client) -> None:
    """R52: and the modern one takes it."""
    order = delivered(world)
    sent = chosen(order, buyer)
    del sent[f"line_{lines_of(order)[0].number}"]
    answer = buyer.post(address(order), sent)
    assert answer.status_code == 422
    assert not claims(order)
    modern(world)
    other = delivered(world)
    part = chosen(other, buyer)
    del part[f"line_{lines_of(other)[0].number}"]
    part["shown"] = shown(Page(buyer.post(address(other), {**part, "apply": "1"})).main)
    assert buyer.post(address(other), part).status_code == 302


def test_nothing_to_send_back_says_so(world: World, buyer: Client) -> None:
    page = Page(buyer.get(address(paid(world)))).main
    assert page.says("지금 교환이나 반품을 신청할 수 있는 상품이 없습니다.")
    assert page.buttons() == {}


def test_another_buyers_order_is_unknown(world: World, buyer: Client) -> None:
    order = delivered(world)
    stranger = Client()
    log_in(stranger, world.stranger)
    assert stranger.get(address(order)).status_code == 404
    assert stranger.post(address(order), chosen(order, buyer)).status_code == 404
    assert not claims(order)
