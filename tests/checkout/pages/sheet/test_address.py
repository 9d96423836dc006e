"""우편번호 찾기 on the order sheet: in the page for a script, and on a page of its own that keeps everything that was typed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from tests.checkout.fakes import TIMED_OUT, answered
from tests.checkout.worlds import DETAILS, NOW, World, make_sheet
from tests.reading import Page
from tests.sending import standing_in

from minishop.chassis.buckets import Buckets
from minishop.chassis.http import Answer
from minishop.chassis.postal import finder
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.orders.models import Order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ROAD = "제주특별자치도 오름시 새터로 12 (새터동)"
TYPED = {**asdict(DETAILS), "delivery_note": "문 앞 <b>", "recipient_same": "on", "consent_terms": "on", "means": "card"}
FIND = {"find_address": "zipcode address1 address2"}


@dataclass
class Finder:
    """Answers with the places that it has, or with ``instead``."""

    places: list[dict[str, str]] = field(
        default_factory=lambda: [{"roadAddr": ROAD, "zipNo": "63120", "jibunAddr": "새터동 114-2"}]
    )
    total: int = 1
    instead: Answer | None = None
    asked: list[str] = field(default_factory=list)

    def exchange(self, method: str, url: str, **_: object) -> Answer:
        self.asked.append(parse_qs(urlsplit(url).query)["keyword"][0])
        common = {"errorCode": "0", "totalCount": str(self.total)}
        return self.instead or answered({"results": {"common": common, "juso": self.places}})


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> Finder:
    fake = Finder()
    monkeypatch.setattr(finder, "exchange", fake.exchange)
    monkeypatch.setattr(finder, "_buckets", Buckets())
    return fake


@pytest.fixture
def address(world: World) -> str:
    sheet = make_sheet(world.merchant)
    query = {"ORDER_ID": sheet.key, "SHOP_ID": world.merchant.public_id, "TOTAL_PRICE": int(sheet.total)}
    return f"/customer/order.nhn?{urlencode(query)}"


def form_of(answer: Any) -> dict[str, str]:
    return {name: value for name, value in standing_in(answer).items() if name in TYPED}


def test_a_search_comes_back_to_the_sheet_with_everything_typed(buyer: Client, address: str, addresses: Finder) -> None:
    """R89: by presses alone, without a script, and nothing is ordered by them."""
    step = Page(buyer.post(address, {**TYPED, **FIND})).main
    assert step.headings() == ["우편번호 찾기"]
    kept = step.button("찾기").fields
    assert kept == {**TYPED, **FIND}
    found = Page(buyer.post(address, {**kept, "address_query": " 오름시  12 "})).main
    assert addresses.asked == ["오름시 12"]
    assert found.says("1건 찾았습니다.")
    assert found.field("도로 이름, 건물 이름, 지번").value == " 오름시  12 "
    pressed = found.button(f"63120 {ROAD} 새터동 114-2").fields
    back = buyer.post(address, pressed)
    assert form_of(back) == {**TYPED, "zipcode": "63120", "address1": ROAD}
    assert b'name="address2"' in next(tag for tag in back.content.split(b"<") if b"autofocus" in tag)
    assert Page(back).main.says("주소를 채웠습니다. 동, 호수 같은 상세 주소를 적어 주세요.")
    with across_tenants("nothing was ordered at any merchant"):
        assert not Order.objects.exists()


def test_typing_by_hand_leads_back_too(buyer: Client, address: str) -> None:
    step = Page(buyer.post(address, {**TYPED, **FIND})).main
    back = buyer.post(address, step.button("주소를 직접 적기").fields)
    assert form_of(back) == TYPED
    assert not Page(back).main.says("주소를 채웠습니다")


def test_a_finder_that_is_away_is_said_and_typing_goes_on(buyer: Client, address: str, addresses: Finder) -> None:
    addresses.instead = TIMED_OUT
    step = buyer.post(address, {**TYPED, **FIND, "address_query": "새터로 12"})
    assert step.status_code == 503
    page = Page(step).main
    assert page.says("지금은 주소를 찾을 수 없습니다. 우편번호와 주소를 직접 적어 주세요.")
    assert form_of(buyer.post(address, page.button("주소를 직접 적기").fields)) == TYPED


WORDS = {
    "없음": (
        {"places": [], "total": 0},
        "새터로 99",
        "맞는 주소가 없습니다. 도로 이름과 건물 번호로 찾거나(예: 새터로 12), 우편번호와 주소를 직접 적어 주세요.",
    ),
    "더 있음": ({"total": 1234}, "새터로", "1,234건 가운데 1건입니다. 건물 번호까지 적으면 좁혀집니다."),
    "짧음": ({}, "새", "두 글자 이상 적어 주세요."),
}


@pytest.mark.parametrize(("there", "typed", "said"), WORDS.values(), ids=WORDS)
def test_a_script_is_told_how_it_went(buyer: Client, addresses: Finder, there: dict[str, Any], typed: str, said: str) -> None:
    for name, value in there.items():
        setattr(addresses, name, value)
    assert Page(buyer.get("/addresses/", {"q": typed})).parts("p")[0].text == said


def test_a_script_gets_the_places_to_choose_from(buyer: Client) -> None:
    (option,) = Page(buyer.get("/addresses/", {"q": "새터로 12"}))._root.select("[role=option]")
    assert (option["data-zipcode"], option["data-address"]) == ("63120", ROAD)


def test_whoever_searches_without_end_is_told_to_wait(buyer: Client, addresses: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.postal.searching.now", lambda: NOW)  # however long the searches take
    answers = [buyer.get("/addresses/", {"q": "새터로"}) for _ in range(finder.BURST + 1)]
    assert [answer.status_code for answer in answers] == [*[200] * finder.BURST, 429]
    assert Page(answers[-1]).says("짧은 동안 너무 많이 찾았습니다.")
    assert len(addresses.asked) == finder.BURST


def test_without_a_finder_the_postcode_is_a_plain_field(buyer: Client, address: str, settings: Any) -> None:
    settings.ADDRESS_FINDER = None
    page = Page(buyer.get(address)).main
    assert page.field("우편번호").name == "zipcode"
    assert "우편번호 찾기" not in page.buttons()


def test_a_key_that_sends_the_form_does_not_search(buyer: Client, address: str) -> None:
    """Browsers press a form's first button then: it is not the search."""
    form = Page(buyer.get(address)).main._root.select("form.sheet")[0]
    first = form.select("button[type=submit], input[type=submit]")[0]
    assert first.get("name") is None
