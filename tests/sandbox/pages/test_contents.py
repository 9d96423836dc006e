"""The sandbox's pages by their content: what came in, and what a person may answer or change."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.reading import Button, Field, Page
from tests.sandbox.worlds import HUB, NOON, approved, contract, payment, session

from minishop.sandbox.carriers.models import Parcel
from minishop.sandbox.messages.models import Message
from minishop.sandbox.pg.models import Payment
from minishop.sandbox.requests.models import Request, Sending
from minishop.sandbox.switches.queries import chosen_answer
from minishop.sandbox.switches.services import choose

pytestmark = pytest.mark.django_db
ORDER = "pay_2026112312345678_1"
PARCEL_ANSWERS = {
    "아는 번호 (시각에 따라 이동)": "known",
    "모르는 번호": "unknown",
    "조회 불가 (나중에 다시)": "unavailable",
    "배달 완료": "delivered",
}


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("header", "clock", "carriers"):
        monkeypatch.setattr(f"minishop.sandbox.pages.{module}.now", lambda: NOON)
    monkeypatch.setattr("minishop.sandbox.pages.clock.utc_now", lambda: NOON)


@pytest.fixture
def shared_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that all services follow."""
    file = tmp_path / "clock"
    monkeypatch.setenv("MINISHOP_CLOCK_FILE", str(file))
    return file


def page_of(client: Client, address: str) -> Page:
    return Page(client.get(address))


def test_the_head_leads_to_every_party_and_tells_the_time(client: Client) -> None:
    page = page_of(client, "/carriers/")
    assert page.title == "택배사 · 샌드박스"
    head = page.parts("header")[0]
    parties = {"PG": "/pg/", "택배사": "/carriers/", "문자·메일": "/messages/", "시계": "/clock/"}
    assert head.links() == {"샌드박스": "/", **parties}
    assert head.says("2026.11.23 12:00")


def test_the_front_page_counts_what_each_party_has(client: Client, shared_clock: Path) -> None:
    contract(idempotency_key="k-2")
    session(approved())
    Parcel.objects.create(carrier="cj", tracking_number="123", answer="known")
    Message.objects.create(kind="sms", idempotency_key="1", recipient="010", sender="02", text="글", received_at=NOON)
    shared_clock.write_text("93600", encoding="ascii")
    page = page_of(client, "/").main
    assert page.headings() == ["바깥세상", "PG 계약", "결제", "택배사", "문자·메일", "시계", "옛 쇼핑몰의 상품 파일", "화면의 부품"]
    assert page.links() == {
        "PG 계약 상점의 신청을 승인하거나 반려합니다. 1건 심사 대기": "/pg/",
        "결제 다음 승인 요청에 어떻게 응답할지 고릅니다. 결제 1건": "/pg/payments/",
        "택배사 조회된 송장번호를 보고 응답을 정합니다. 송장번호 1개": "/carriers/",
        "문자·메일 서비스가 보낸 문자와 메일을 봅니다. 문자 1통 메일 0통": "/messages/",
        "시계 모든 서비스의 시각을 앞으로 옮깁니다. 1일 2시간 앞섬": "/clock/",
        "옛 쇼핑몰의 상품 파일 카페24에서 내보낸 꼴의 CSV입니다. 지어낸 상품 8개와 사진 주소가 있습니다. "
        "상점의 ‘파일로 올리기’에서 가져옵니다.": "/old-shop/products.csv",
        "화면의 부품 화면을 만드는 부품을 상태마다, 세 가지 모습으로 봅니다.": "/ui/",
    }


def test_the_front_page_of_a_quiet_world_says_so(client: Client) -> None:
    page = page_of(client, "/").main
    assert page.says("기다리는 신청 없음")
    assert page.says("옮기지 않음")


INTRODUCTIONS = {
    "/": "계약이 없는 설치에서 PG, 택배사, 문자·메일 회사와 시계를 대신합니다. 여기서 고른 대로 응답합니다.",
    "/pg/": "상점의 계약을 심사하고, 카드 결제에 응답합니다.",
    "/pg/payments/": "고른 응답은 승인 요청 하나에 쓰이고, 그 뒤로는 다시 승인합니다.",
    "/carriers/": "처음 조회된 번호는 그때 집화된 것으로 보고, 1시간 뒤 배송 중, 20시간 뒤 배달 완료가 됩니다. 0000으로 시작하는 번호는 모릅니다.",
    "/messages/": "서비스가 보낸 문자와 메일입니다. 실제로는 아무에게도 가지 않습니다.",
    "/clock/": "몰, 체크아웃, 쇼핑과 샌드박스가 함께 따르는 시각입니다. 앞으로만 갑니다.",
}


@pytest.mark.parametrize(("address", "told"), INTRODUCTIONS.items(), ids=INTRODUCTIONS)
def test_a_page_says_what_it_is_for(client: Client, address: str, told: str) -> None:
    assert page_of(client, address).main.says(told)


PG_TABS = {"계약": "/pg/", "결제": "/pg/payments/", "받은 요청": "/pg/requests/"}


@pytest.mark.parametrize("address", PG_TABS.values(), ids=PG_TABS)
def test_the_pgs_pages_lead_to_one_another(client: Client, address: str) -> None:
    page = page_of(client, address)
    assert page.main.headings()[0] == "PG"
    assert page.part("PG 메뉴").links() == PG_TABS


def test_an_application_stands_with_its_facts_and_its_decision(client: Client) -> None:
    facts = {"business_name": "하루상사", "representative": "김하루", "business_number": "1234567891"}
    waiting = contract(**facts, phone="02-123-4500", email="owner@haru.example")
    card = page_of(client, "/pg/").parts("article")[0]
    assert card.headings() == ["하루상점", "결제수단 선택", "부분 취소 선택"]
    assert card.says("심사 대기")
    assert card.labels() == {
        "상점": "haru",
        "사업자": "하루상사 · 김하루 · 123-45-67891",
        "연락처": "02-123-4500 · owner@haru.example",
        "신청": "2026.11.23 12:00",
    }
    assert card.field("반려 사유") == Field("reason", "text", "")
    assert card.field("결제수단").options == card.field("부분 취소").options == {"신용카드": "CARD", "실시간 계좌이체": "TRANSFER"}
    assert (card.field("결제수단").name, card.field("부분 취소").name) == ("methods", "in_parts")
    address = f"/pg/contracts/{waiting.pk}/"
    assert card.buttons() == {"승인": Button(f"{address}approval/", "post"), "반려": Button(f"{address}rejection/", "post")}


def test_a_refused_rejection_says_why_in_its_application(client: Client) -> None:
    waiting = contract()
    page = Page(client.post(f"/pg/contracts/{waiting.pk}/rejection/", {"reason": " "}))
    assert page.parts("article")[0].says("반려 사유를 적어 주세요.")


def test_a_decided_application_says_when_and_what_and_takes_no_decision(client: Client) -> None:
    approved()
    contract(idempotency_key="k2", shop_name="마루상점", state="rejected", reason="서류 부족", decided_at=NOON)
    cards = {card.headings()[0]: card for card in page_of(client, "/pg/").parts("article")}
    taken, refused = cards["하루상점"], cards["마루상점"]
    assert (taken.labelled("결정"), taken.labelled("상점 아이디")) == ("2026.11.23 12:00", "sbxharu23456")
    assert (taken.labelled("결제수단"), taken.labelled("부분 취소")) == ("신용카드, 실시간 계좌이체", "신용카드")
    assert refused.labelled("반려 사유") == "서류 부족"
    assert taken.buttons() == refused.buttons() == {}


def test_the_next_answers_are_chosen_where_payments_stand(client: Client) -> None:
    choose(channel="pg", answer="decline", now=NOON)
    part = page_of(client, "/pg/payments/").part("다음 응답")
    confirm, cancel = part.field("다음 승인 요청에"), part.field("다음 취소 요청에")
    assert (confirm.name, confirm.kind, confirm.value, confirm.required) == ("answer", "radio", "decline", True)
    assert list(confirm.options.values()) == ["approve", "decline", "timeout_taken", "timeout_lost", "twice", "late"]
    assert (cancel.kind, cancel.value) == ("radio", "approve")
    assert list(cancel.options.values()) == ["approve", "decline", "timeout_taken", "timeout_lost", "twice", "not_now", "late"]
    outage, percent = part.field("장애"), part.field("잘못 답하는 비율 (%)")
    assert (outage.value, list(outage.options.values())) == ("none", ["none", "windows", "confirms", "cancels", "look_ups", "all"])
    assert (percent.kind, percent.value) == ("number", "0")
    assert part.buttons() == {
        "정하기": Button("/pg/next-answer/", "post"),
        "취소 응답 정하기": Button("/pg/next-cancel-answer/", "post"),
        "장애 정하기": Button("/pg/misbehaviour/", "post"),
    }


def test_misbehaviour_stays_until_the_next_choice(client: Client) -> None:
    told = Page(client.post("/pg/misbehaviour/", {"outage": "cancels", "percent": "20"}, follow=True))
    assert told.says("다시 바꿀 때까지 그렇게 응답합니다.")
    part = told.part("다음 응답")
    assert (part.field("장애").value, part.field("잘못 답하는 비율 (%)").value) == ("cancels", "20")
    refused = client.post("/pg/misbehaviour/", {"outage": "never", "percent": "101"})
    assert (refused.status_code, chosen_answer("pg-outage"), chosen_answer("pg-mood")) == (422, "cancels", "20")


def test_payments_stand_with_what_became_of_them(client: Client) -> None:
    shop = approved()
    session(shop, key="s1", order_key="o1")
    made = payment(session(shop), state="done", settled_at=NOON)
    page = page_of(client, "/pg/payments/").main
    rows = {row["주문 키"]: row for row in page.rows("결제")}
    assert rows[ORDER] == {
        "주문 키": ORDER,
        "주문": "면 반팔 티셔츠 외 1건 · 이다온",
        "상점": "하루상점",
        "결제수단": "신용카드",
        "금액": "30,500원",
        "상태": "결제 완료 PG에서 취소",
        "열린 시각": "2026.11.23 12:00",
    }
    assert rows["o1"]["상태"] == "결제 전"
    assert page.button("PG에서 취소") == Button(f"/pg/payments/{made.key}/cancellation/", "post")


def test_a_payment_of_which_a_part_went_back_says_how_much(client: Client) -> None:
    made = session(approved(), method="TRANSFER")
    payment(made, state="done", settled_at=NOON, given_back=500)
    row = page_of(client, "/pg/payments/").rows("결제")[0]
    assert (row["결제수단"], row["상태"]) == ("실시간 계좌이체", "결제 완료 500원 취소됨 PG에서 취소")


def test_no_payments_yet_says_so(client: Client) -> None:
    assert page_of(client, "/pg/payments/").says("아직 결제가 없습니다.")
    assert page_of(client, "/pg/").says("받은 신청이 없습니다. 상점이 PG를 신청하면 여기에 나타납니다.")


REQUESTS = [
    {"시각": "2026.11.23 12:00", "요청": "GET /3", "응답": "응답하지 않음"},
    {"시각": "2026.11.23 12:00", "요청": "GET /2", "응답": "404 NOT_FOUND"},
    {"시각": "2026.11.23 12:00", "요청": 'POST /1 본문 {"a": 1}', "응답": "200"},
]


def ask(party: str) -> None:
    asked = {"party": party, "received_at": NOON}
    Request.objects.create(**asked, method="POST", path="/1", body='{"a": 1}', status=200)
    Request.objects.create(**asked, method="GET", path="/2", status=404, code="NOT_FOUND")
    Request.objects.create(**asked, method="GET", path="/3", status=0)


def test_what_the_pg_was_asked_and_what_it_sent_stand_with_their_outcome(client: Client) -> None:
    ask("pg")
    for n, (purpose, outcome, reason) in enumerate(
        (("notification", "sent", "HTTP 200"), ("return", "timed_out", "no answer"), ("return", "", ""))
    ):
        made = {"purpose": purpose, "outcome": outcome, "reason": reason, "method": "POST"}
        Sending.objects.create(**made, url=f"{HUB}/{n}/", created_at=NOON)
    page = page_of(client, "/pg/requests/")
    assert page.rows("받은 요청") == REQUESTS
    assert page.rows("PG가 보낸 것") == [
        {"종류": "두 번째 복귀", "주소": f"POST {HUB}/2/", "결과": "보내는 중", "시각": "2026.11.23 12:00"},
        {"종류": "두 번째 복귀", "주소": f"POST {HUB}/1/", "결과": "no answer", "시각": "2026.11.23 12:00"},
        {"종류": "결제 알림", "주소": f"POST {HUB}/0/", "결과": "HTTP 200", "시각": "2026.11.23 12:00"},
    ]


def test_a_pg_that_was_not_asked_says_so(client: Client) -> None:
    page = page_of(client, "/pg/requests/")
    assert page.says("받은 요청이 없습니다.")
    assert not page.says("PG가 보낸 것")


def test_a_buyer_reads_whom_to_pay_how_much_and_chooses_a_card(client: Client) -> None:
    session(approved())
    page = page_of(client, "/pg/pay/sess_golden/")
    assert page.title == "카드 결제 · 하루상점"
    assert page.main.headings() == ["카드 결제", "카드 선택"]
    assert page.main.labels() == {"상점": "하루상점", "주문": "면 반팔 티셔츠 외 1건", "구매자": "이다온"}
    assert page.says("결제 금액 30,500원")
    card = page.main.field("카드 선택")
    assert (card.name, card.kind, card.value) == ("card", "radio", "hana")
    assert card.options["신한카드 9436-****-****-4444"] == "over-limit"
    assert page.says("신한카드는 한도가 넘은 시험 카드라서 언제나 거절됩니다.")
    assert page.main.buttons() == {"30,500원 결제하기": Button("", "post")}
    assert page.main.links() == {"취소하고 돌아가기": f"{HUB}/cancel/?orderKey={ORDER}"}


def test_a_buyer_who_pays_by_transfer_chooses_an_account(client: Client) -> None:
    """R92, Q12: the means beside the card."""
    session(approved(), method="TRANSFER")
    page = page_of(client, "/pg/pay/sess_golden/")
    assert (page.title, page.main.headings()) == ("실시간 계좌이체 · 하루상점", ["실시간 계좌이체", "계좌 선택"])
    chosen = page.main.field("계좌 선택")
    assert (chosen.name, chosen.value) == ("account", "nonghyup")
    assert list(chosen.options) == ["농협은행 302-****-1111", "우리은행 1002-****-2222", "기업은행 010-****-3333"]
    assert page.says("기업은행 계좌는 잔액이 없는 시험 계좌라서 언제나 거절됩니다.")
    assert client.post("/pg/pay/sess_golden/", {"account": "woori"}).status_code == 302
    assert Payment.objects.get().instrument == "woori"


def test_a_paid_order_leads_back_to_its_shop(client: Client) -> None:
    made = payment(session(approved()), state="done", settled_at=NOON)
    page = page_of(client, "/pg/pay/sess_golden/").main
    assert page.says("이미 결제된 주문입니다.")
    assert page.links() == {"주문으로 돌아가기": f"{HUB}/return/?orderKey={ORDER}&paymentKey={made.key}"}
    assert page.buttons() == {}


def test_a_carriers_answer_is_prepared(client: Client) -> None:
    page = page_of(client, "/carriers/").main
    assert page.headings() == ["택배사", "응답 미리 정하기"]
    part = page.part("응답 미리 정하기")
    assert part.fields() == {
        "택배사 코드": Field("carrier", "text", "", required=True),
        "송장번호": Field("tracking_number", "text", "", required=True),
        "응답": Field("answer", "select", "unknown", required=False, options=PARCEL_ANSWERS),
    }
    assert part.buttons() == {"정하기": Button("/carriers/answers/", "post")}
    assert page.says("아직 조회된 송장번호가 없습니다.")


def test_numbers_stand_with_how_far_they_are_and_can_be_answered_otherwise(client: Client) -> None:
    Parcel.objects.create(carrier="cj", tracking_number="124", answer="unknown")
    asked = {"asked": 1200, "last_asked_at": NOON, "picked_up_at": NOON}
    Parcel.objects.create(carrier="cj", tracking_number="123", answer="known", **asked)
    page = page_of(client, "/carriers/").main
    shown = [{name: words for name, words in row.items() if name != "응답"} for row in page.rows("송장번호")]
    assert shown == [
        {"송장번호": "cj 124", "배송 상태": "기록 없음", "조회 횟수": "0", "마지막 조회": "–"},
        {"송장번호": "cj 123", "배송 상태": "집화 완료 2026.11.23 12:00", "조회 횟수": "1,200", "마지막 조회": "2026.11.23 12:00"},
    ]
    assert all("응답" in row for row in page.rows("송장번호"))
    assert page.field("123의 응답") == Field("answer", "select", "known", options=PARCEL_ANSWERS)
    change = page.parts("form")[-1].button("바꾸기")
    assert change == Button("/carriers/answers/", "post", {"carrier": "cj", "tracking_number": "123"})


def test_messages_stand_with_sender_recipient_and_text(client: Client) -> None:
    facts = {"idempotency_key": "1", "recipient": "buyer@example.com", "sender": "shop@haru.example", "received_at": NOON}
    Message.objects.create(kind="mail", subject="주문 안내", text="첫 줄\nhttp://hub.example/new/?key=1", **facts)
    Message.objects.create(kind="sms", text="발송했습니다", **{**facts, "recipient": "010-1234-5678"})
    mail = page_of(client, "/messages/?kind=mail").parts("article")[0]
    assert mail.headings() == ["주문 안내"]
    assert mail.labels() == {"받는 이": "buyer@example.com", "보낸 이": "shop@haru.example"}
    assert mail.says("첫 줄 http://hub.example/new/?key=1")
    assert mail.links() == {"http://hub.example/new/?key=1": "http://hub.example/new/?key=1"}
    assert mail.says("2026.11.23 12:00")
    sms = page_of(client, "/messages/").parts("article")[0]
    assert sms.headings() == ["010-1234-5678"]
    assert sms.says("발송했습니다")


def test_the_next_message_is_answered_as_chosen(client: Client) -> None:
    choose(channel="mail", answer="refuse", now=NOON)
    page = page_of(client, "/messages/")
    assert page.main.headings() == ["문자·메일", "다음 응답"]
    part = page.part("다음 응답")
    assert part.labels() == {"문자": "받아들입니다", "메일": "거절합니다 (400)"}
    assert part.fields()["종류"].options == {"문자": "sms", "메일": "mail"}
    assert list(part.fields()["다음 응답"].options.values()) == ["accept", "refuse", "unavailable"]
    assert part.buttons() == {"정하기": Button("/messages/next-answer/", "post")}
    assert page.part("종류").links() == {"문자": "?kind=sms", "메일": "?kind=mail"}
    assert page.says("받은 문자와 메일이 없습니다.")


def test_what_the_message_companies_were_asked_stands_below(client: Client) -> None:
    assert not page_of(client, "/messages/").says("받은 요청")
    ask("messages")
    assert page_of(client, "/messages/").rows("받은 요청") == REQUESTS


@pytest.mark.parametrize(
    ("address", "module"),
    [("/pg/", "pg"), ("/pg/payments/", "pg"), ("/pg/requests/", "pg"), ("/carriers/", "carriers"), ("/messages/", "messages")],
)
def test_long_lists_have_pages(client: Client, monkeypatch: pytest.MonkeyPatch, address: str, module: str) -> None:
    monkeypatch.setattr(f"minishop.sandbox.pages.{module}.PER_PAGE", 1)
    shop = approved()
    contract(idempotency_key="k-2")
    for n in range(2):
        session(shop, key=f"s{n}", order_key=f"o{n}")
        Parcel.objects.create(carrier="cj", tracking_number=f"12{n}", answer="known")
        Message.objects.create(kind="sms", idempotency_key=str(n), recipient="010", sender="02", text="글", received_at=NOON)
        Request.objects.create(party="pg", method="GET", path=f"/{n}", status=200, received_at=NOON)
    assert page_of(client, address).part("쪽 이동").links() == {"1": "?page=1", "2": "?page=2", "다음": "?page=2"}


def test_the_clock_shows_its_time_and_three_ways_ahead(client: Client, shared_clock: Path) -> None:
    shared_clock.write_text("3600", encoding="ascii")
    page = page_of(client, "/clock/").main
    assert page.headings() == ["시계", "지금", "앞으로 옮기기"]
    assert page.part("지금").text == "지금 2026.11.23 12:00 이 기계의 시각은 2026.11.23 12:00입니다."
    assert page.part("앞으로 옮기기").buttons() == {
        "한 시간 뒤로": Button("", "post", {"shift": "3600", "to": "hour"}),
        "다음 날 0시로 (2026.11.24)": Button("", "post", {"shift": "3600", "to": "day"}),
        "그만큼 옮기기": Button("", "post", {"shift": "3600"}),
    }
    days = page.field("며칠 뒤로")
    assert (days.name, days.kind, days.required) == ("days", "number", True)
    assert not page.says("다른 서비스가 따라오지 못합니다.")


def test_a_clock_that_nobody_follows_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINISHOP_CLOCK_FILE", raising=False)
    assert page_of(client, "/clock/").says("MINISHOP_CLOCK_FILE이 정해지지 않아 다른 서비스가 따라오지 못합니다.")


def test_a_move_to_nowhere_says_so(client: Client, shared_clock: Path) -> None:
    assert Page(client.post("/clock/", {"to": "yesterday"})).says("옮길 곳을 알 수 없습니다.")
