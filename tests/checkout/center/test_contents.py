"""운영 by its content: applications, merchants, one merchant's page and PG contracts, and what needs attention."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.checkout.worlds import NOW, make_account, make_application, make_contract, make_merchant, make_order, make_payment
from tests.plans import plans_of
from tests.reading import Button, Field, Page

from minishop.chassis.jobs.crew import sign_on
from minishop.chassis.jobs.jumps import note_jump
from minishop.chassis.jobs.models import Job, StrangerHost
from minishop.chassis.logins.models import GuessCounter
from minishop.chassis.tenancy import scope
from minishop.chassis.ui.steps import step
from minishop.checkout.hints.models import OutboxMessage
from minishop.checkout.merchants import services as merchants
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import applications_waiting, merchants_decided
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.models import PgContract, PgDifference, Refund
from minishop.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
MOMENT = "2026.11.23 10:00"
URL = "http://haru.shop.localhost:8100/"
FACTS = {
    "상호": "하루상사",
    "대표자": "김하루",
    "사업자등록번호": "123-45-67891",
    "전화": "02-123-4500",
    "이메일": "owner@haru.example",
    "쇼핑몰 주소": URL,
    "상품정보 제공 URL": f"{URL}checkout/product-info/",
    "알림 URL": "http://mall.localhost:8100/channel/hints/haru/",
    "재고 확인 URL": "–",
    "신청 시각": MOMENT,
    "호스팅사": "Minishop",
}


def page_of(operator: Client, address: str = "/center/") -> Page:
    return Page(operator.get(address)).main


def merchant_page(operator: Client, merchant: Merchant) -> Page:
    return page_of(operator, f"/center/merchants/{merchant.id}/")


def test_the_centre_leads_to_merchants_and_to_what_needs_attention(operator: Client) -> None:
    for address, heading in (("/center/", "운영"), ("/center/attention/", "확인이 필요한 일")):
        page = Page(operator.get(address))
        assert page.main.headings()[0] == heading
        rail = page.parts("nav")[0]
        assert rail.links() == {
            "체크아웃 운영": "/center/",
            "가맹점": "/center/",
            "취소·반품·교환": "/center/claims/",
            "주문 찾기": "/center/orders/",
            "호스팅사": "/center/hosts/",
            "쿠폰": "/center/coupons/",
            "확인이 필요한 일": "/center/attention/",
            "대사": "/center/reconcile/",
            "나중 일": "/center/later/",
        }


def test_an_empty_centre_says_so(operator: Client) -> None:
    page = page_of(operator)
    assert page.headings() == ["운영", "심사를 기다리는 신청 0", "가맹점"]
    assert page.says("기다리는 신청이 없습니다.")
    assert page.says("아직 승인하거나 반려한 신청이 없습니다.")


def test_an_application_waits_with_its_facts_and_its_decision(operator: Client) -> None:
    waiting = make_application()
    page = page_of(operator)
    assert page.headings()[1] == "심사를 기다리는 신청 1"
    card = page.parts("article")[0]
    assert card.headings() == ["하루상점"]
    assert card.says(MOMENT)
    assert card.labels() == {"상호": "하루상사", "사업자등록번호": "123-45-67891", "주소": URL}
    address = f"/center/merchants/{waiting.id}/"
    assert card.links() == {"하루상점": address, URL: URL, "자세히 / 반려": address}
    assert card.buttons() == {"승인": Button(f"{address}approval/", "post")}


def test_merchants_stand_with_their_id_pg_and_state(operator: Client) -> None:
    trading = make_merchant()
    make_merchant(pg=False, shop_name="PG없음")
    merchants.reject(merchant=make_application(shop_name="마루상점"), reason="서류 부족", now=NOW)
    page = page_of(operator)
    rows = {row["쇼핑몰"]: row for row in page.rows("가맹점")}
    assert rows["하루상점"] == {
        "쇼핑몰": "하루상점",
        "가맹점 ID": trading.public_id,
        "PG": "샌드박스 PG",
        "상태": "승인",
        "심사일": "2026.11.23",
    }
    assert rows["PG없음"]["PG"] == "계약 없음"
    assert (rows["마루상점"]["가맹점 ID"], rows["마루상점"]["PG"], rows["마루상점"]["상태"]) == ("–", "–", "반려")
    assert page.link("하루상점") == f"/center/merchants/{trading.id}/"


def test_many_merchants_have_pages(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.ui.steps.PAGE", 1)
    older, newer = make_merchant(), make_merchant()
    assert page_of(operator).part("가맹점 – 쪽 이동").links() == {"다음": f"?after={newer.id}"}
    last = Page(operator.get(f"/center/?after={newer.id}"))
    assert last.part("가맹점 – 쪽 이동").links() == {"이전": f"?before={older.id}"}
    assert len(last.rows("가맹점")) == 1


def test_many_applications_have_pages_of_their_own(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.ui.steps.PAGE", 1)
    first, second = make_application(), make_application()
    assert page_of(operator).part("심사를 기다리는 신청 – 쪽 이동").links() == {"다음": f"?waiting-after={first.id}"}
    last = Page(operator.get(f"/center/?waiting-after={first.id}"))
    assert last.part("심사를 기다리는 신청 – 쪽 이동").links() == {"이전": f"?waiting-before={second.id}"}


def test_a_change_of_pg_waits_and_leads_to_its_merchant(operator: Client) -> None:
    merchant = make_merchant()
    make_contract(merchant, "mid-2")
    page = page_of(operator)
    assert "승인을 기다리는 PG 변경 1" in page.headings()
    part = page.part("승인을 기다리는 PG 변경 1")
    assert part.parts("li")[0].text == f"하루상점 · 샌드박스 PG (mid-2) {MOMENT}"
    assert part.links() == {"하루상점": f"/center/merchants/{merchant.id}/#contracts-title"}


def test_an_application_is_read_and_decided_on_its_own_page(operator: Client) -> None:
    waiting = make_application()
    page = merchant_page(operator, waiting)
    assert page.headings() == ["하루상점 심사 대기", "신청 내용", "심사", "PG 계약"]
    no_pg = {"PG": "계약 없음: 주문서에서 결제할 수 없다고 안내합니다."}
    assert page.part("신청 내용").labels() == {**FACTS, **no_pg}
    assert page.part("신청 내용").links() == {URL: URL}
    part = page.part("심사")
    assert part.fields() == {"반려 사유": Field("reason", "text", "", required=True)}
    address = f"/center/merchants/{waiting.id}/"
    assert part.buttons() == {"승인": Button(f"{address}approval/", "post"), "반려": Button(f"{address}rejection/", "post")}
    assert page.part("PG 계약").says("아직 PG 계약이 없습니다.")


def test_a_rejected_application_says_when_and_why(operator: Client) -> None:
    rejected = merchants.reject(merchant=make_application(), reason="서류 부족", now=NOW)
    page = merchant_page(operator, rejected)
    assert page.headings()[0] == "하루상점 반려"
    assert page.part("심사").text == f"심사 {MOMENT} 서류 부족"


def test_a_merchant_stands_with_its_id_pg_and_the_history_of_its_contracts(operator: Client) -> None:
    merchant = make_merchant()
    page = merchant_page(operator, merchant)
    assert page.headings()[0] == "하루상점 승인"
    keys = {"가맹점 ID": merchant.public_id, "PG": "샌드박스 PG (mid-1)"}
    assert page.part("신청 내용").labels() == {**FACTS, **keys}
    assert page.rows("PG 계약 변경 기록") == [
        {"시각": MOMENT, "계약": "샌드박스 PG (mid-1)", "일어난 일": "계약 전달: 바로 사용", "누가": "host", "사유": "–"}
    ]


def test_a_change_of_pg_says_from_what_to_what_and_is_decided(operator: Client) -> None:
    merchant = make_merchant()
    asked = make_contract(merchant, "mid-2")
    part = merchant_page(operator, merchant).part("PG 계약")
    assert part.says(f"{MOMENT}에 PG 계약을 샌드박스 PG (mid-1)에서 샌드박스 PG (mid-2)로 바꾸어 달라고 요청했습니다.")
    assert part.fields() == {"반려 사유": Field("contract-reason", "text", "", required=True)}
    address = f"/center/merchants/{merchant.id}/contracts/{asked.id}/"
    assert part.buttons() == {
        "PG 변경 승인": Button(f"{address}approval/", "post"),
        "PG 변경 반려": Button(f"{address}rejection/", "post"),
    }


def test_a_rejected_change_leaves_its_reason_in_the_history(operator: Client) -> None:
    merchant = make_merchant()
    asked = make_contract(merchant, "mid-2")
    address = f"/center/merchants/{merchant.id}/contracts/{asked.id}/rejection/"
    operator.post(address, {"contract-reason": "명의가 다름"})
    rows = merchant_page(operator, merchant).rows("PG 계약 변경 기록")
    assert {(row["일어난 일"], row["누가"], row["사유"]) for row in rows if row["사유"] != "–"} == {
        ("변경 반려", "operator:operator", "명의가 다름")
    }


@pytest.fixture
def merchant(monkeypatch: pytest.MonkeyPatch) -> Merchant:
    """A merchant whose payments of NOW have waited for ten minutes."""
    monkeypatch.setattr("minishop.checkout.center.attention.views.now", lambda: NOW + timedelta(minutes=10))
    return make_merchant()


def attention(operator: Client, heading: str) -> Page:
    """The only case under a heading of what needs attention."""
    cases = page_of(operator, "/center/attention/").part(heading).parts("article")
    assert len(cases) == 1
    return cases[0]


def test_nothing_to_attend_to_says_so(operator: Client) -> None:
    sign_on(["worker"], true_now=utc_now())
    page = page_of(operator, "/center/attention/")
    assert page.says("멈추어 있는 일이 없습니다.")
    assert page.headings() == ["확인이 필요한 일"]


def test_a_payment_without_an_answer_says_whose_and_how_much_and_can_be_asked_again(operator: Client, merchant: Merchant) -> None:
    order = make_order(merchant, make_account())
    make_payment(order, key="attempt-1")
    case = attention(operator, "결과를 모르는 결제")
    assert case.says(f"하루상점 · 주문 {order.number} · 26,500원")
    assert case.says(f"{MOMENT}부터 결제 대행사의 답을 기다립니다.")
    assert case.buttons() == {"다시 확인": Button("/center/payments/attempt-1/question/", "post")}


def test_a_refund_that_has_not_ended_can_be_asked_for_again(operator: Client, merchant: Merchant) -> None:
    order = make_order(merchant, make_account())
    payment = make_payment(order, "surplus", key="attempt-2")
    with scope(merchant.id):
        Refund.objects.create(
            merchant=merchant, key="r-1", payment_id=payment.id, amount=payment.amount, cause="surplus", state="refused",
            reason="카드사가 취소를 거절했습니다.", intended_at=NOW,
        )  # fmt: skip
    case = attention(operator, "끝나지 않은 환불")
    assert case.says(f"하루상점 · 주문 {order.number} · 26,500원 환불 거절됨")
    assert case.says(f"{MOMENT}부터 구매자에게 돌려주려는 돈입니다. 카드사가 취소를 거절했습니다.")
    assert case.buttons() == {
        "다시 요청": Button("/center/refunds/r-1/retrial/", "post"),
        "계좌로 환불": Button("/center/refunds/r-1/account/", "post"),
        "PG에서 돌아간 만큼 적고 나머지 환불": Button("/center/refunds/r-1/part/", "post"),
    }


def test_a_refund_that_is_owed_by_account_says_which_and_takes_its_transfer(operator: Client, merchant: Merchant) -> None:
    payment = make_payment(make_order(merchant, make_account()), "surplus", key="attempt-2")
    named = BankAccount("농협", "이구매", "302-1234-5678")
    for key, account in (("r-1", named.stored()), ("r-2", "")):
        with scope(merchant.id):
            Refund.objects.create(
                merchant=merchant, key=key, payment_id=payment.id, amount=payment.amount, cause="surplus", state="by_account",
                account=account, intended_at=NOW,
            )  # fmt: skip
    case = page_of(operator, "/center/attention/").part("끝나지 않은 환불")
    assert case.says("26,500원 계좌로 환불 예정")
    assert case.says("농협 302-1234-5678 이구매")
    assert case.says("구매자가 아직 계좌를 알려 주지 않았습니다.")
    assert (case.field("이체 번호").name, case.field("이체한 날").name) == ("number", "on")
    assert [button.action for card in case.parts("article") for button in card.buttons().values()] == [
        "/center/refunds/r-1/transfer/"
    ]


def test_a_difference_with_the_pg_says_both_amounts_and_can_be_compared_again(operator: Client, merchant: Merchant) -> None:
    with scope(merchant.id):
        found = PgDifference.objects.create(
            merchant=merchant, contract_id=PgContract.objects.get().id, day=date(2026, 11, 22), kind="amount_differs",
            key="attempt-9", facts={"theirs": 26500, "ours": 26499}, found_at=NOW,
        )  # fmt: skip
    case = attention(operator, "결제 대행사와 다른 것")
    assert case.says("하루상점 · 샌드박스 PG (mid-1) · 2026.11.22 · attempt-9 금액이 서로 다릅니다 PG 26,500원 여기 26,499원")
    assert case.buttons() == {"다시 비교": Button(f"/center/differences/{merchant.id}/{found.id}/comparison/", "post")}


def test_a_hint_that_did_not_arrive_can_be_sent_again(operator: Client, merchant: Merchant) -> None:
    hint = {"kind": "changes", "payload": {}, "idempotency_key": "k", "state": "refused", "last_reason": "HTTP 401"}
    with scope(merchant.id):
        made = OutboxMessage.objects.create(merchant=merchant, created_at=NOW, attempts=3, **hint)
    case = attention(operator, "전하지 못한 알림")
    assert case.says(f"하루상점 · {MOMENT} 오류로 답했습니다(HTTP 401) · 3번 시도")
    assert case.buttons() == {"재전송": Button(f"/center/hints/{merchant.id}/{made.id}/resending/", "post")}


def test_work_that_failed_is_one_press_away(operator: Client) -> None:
    """It stands on the page of later work, with what can be done about it."""
    task = "checkout.payments.tasks.expire_unpaid_orders"
    Job.objects.create(task=task, state="dead", created_at=NOW, attempts=12, last_error="OSError: gone")
    page = page_of(operator, "/center/attention/")
    assert page.says("끝내지 못한 작업이 1건 있습니다.")
    assert page.link("나중 일 보기") == "/center/later/"


def test_guessed_passwords_and_a_jumping_clock_need_attention(operator: Client) -> None:
    GuessCounter.objects.create(key="k", kind="address", subject="198.51.100.7", empty_at=NOW, closed_until=NOW)
    note_jump(timedelta(hours=-3), true_now=NOW)
    guessed = attention(operator, "비밀번호를 맞혀 보려는 시도")
    assert guessed.says(f"198.51.100.7 이 주소에서 여러 계정의 비밀번호를 틀렸습니다. {MOMENT}까지 받지 않습니다.")
    jumped = page_of(operator, "/center/attention/").part("컴퓨터 시계가 갑자기 바뀌었습니다")
    assert jumped.says("10,800초 뒤로")
    assert jumped.button("확인했습니다").action == "/center/clock/seen/"


def test_a_merchant_whose_hints_do_not_arrive_is_tried_again_at_once(operator: Client) -> None:
    merchant, other = make_merchant(), make_merchant(hint_url="http://other.example/hint")
    for host in ("mall.localhost:8100", "other.example"):
        StrangerHost.objects.create(
            host=host, failures=4, last_error="HTTP 503", parked_until=utc_now() + timedelta(minutes=9), changed_at=NOW
        )
    page, address = merchant_page(operator, merchant), f"/center/merchants/{merchant.id}/trial/"
    assert page.says("오류로 답했습니다(HTTP 503) · 4번 잇달아 실패")
    assert page.button("지금 다시 시도") == Button(address, "post", {"host": "mall.localhost:8100"})
    answer = operator.post(address, follow=True)
    assert Page(answer).says("지금 다시 시도합니다. 잠시 뒤 새로고침해 주세요.")
    assert "지금 다시 시도" not in Page(answer).main.buttons()
    assert Page(operator.post(address, follow=True)).says("쉬게 한 주소가 아닙니다. 이미 다시 시도했거나 쉬는 시간이 끝났습니다.")
    assert merchant_page(operator, other).says("other.example 주소가 답하지 않아")


@pytest.mark.parametrize(
    ("rows", "index"),
    [(applications_waiting, "merchants_waiting"), (merchants_decided, "merchants_decided")],
    ids=["신청", "가맹점"],
)
def test_each_page_is_read_by_an_index(db: None, rows: object, index: str) -> None:
    merchant = make_merchant()
    assert callable(rows)
    for asked in ({}, {"after": str(merchant.id)}, {"before": str(merchant.id)}):
        plan = plans_of(lambda asked=asked: step(rows(), asked), table="checkout_merchants_merchant")[-1]  # type: ignore[misc]
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
