"""운영: applications, merchants, and what is stuck; for operators only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.checkout.fakes import Outside
from tests.checkout.worlds import (
    HOLD_URL,
    NOW,
    make_account,
    make_application,
    make_contract,
    make_merchant,
    make_order,
    make_payment,
)

from minishop.chassis.jobs.crew import sign_on
from minishop.chassis.jobs.jumps import clock_jumps, note_jump
from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.hints.models import OutboxMessage
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.models import PgContract, PgDifference, Refund
from minishop.checkout.payments.services.by_account import name_account
from minishop.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(operator: Client) -> Client:
    """While a process does the later work."""
    sign_on(["worker"], true_now=utc_now())
    return operator


def test_an_application_is_approved(operator: Client) -> None:
    waiting = make_application()
    assert "하루상점" in operator.get("/center/").content.decode()
    assert "승인했습니다" in operator.post(f"/center/merchants/{waiting.id}/approval/", follow=True).content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    assert waiting.public_id
    assert waiting.public_id in operator.get("/center/").content.decode()


def test_a_rejection_without_a_reason_stands_beside_the_field(operator: Client) -> None:
    waiting = make_application()
    page = operator.post(f"/center/merchants/{waiting.id}/rejection/", {"reason": " "})
    assert 'id="id_reason_error"' in page.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "requested"
    operator.post(f"/center/merchants/{waiting.id}/rejection/", {"reason": "사업자번호 확인 불가"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("rejected", "사업자번호 확인 불가")


def test_a_decision_is_not_turned_round(operator: Client) -> None:
    approved = make_merchant()
    operator.post(f"/center/merchants/{approved.id}/rejection/", {"reason": "늦음"})
    rejected = make_application()
    operator.post(f"/center/merchants/{rejected.id}/rejection/", {"reason": "서류"})
    operator.post(f"/center/merchants/{rejected.id}/approval/")
    assert sorted(Merchant.objects.values_list("state", flat=True)) == ["approved", "rejected"]


def test_no_secret_of_a_merchant_is_shown(operator: Client) -> None:
    merchant = make_merchant()
    make_contract(merchant, "mid-2")
    text = operator.get(f"/center/merchants/{merchant.id}/").content.decode()
    assert "샌드박스 PG (mid-2)" in text
    for secret in (merchant.certi_key, merchant.client_secret, merchant.hint_secret, "secret-of-mid-1", "secret-of-mid-2"):
        assert secret not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_more_for_more_merchants(
    operator: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        make_application()
        make_merchant()
        make_contract(make_merchant(), "mid-2")
    with django_assert_num_queries(7):
        assert operator.get("/center/").status_code == 200


def contracts_of(merchant: Merchant) -> dict[str, str]:
    with scope(merchant.id):
        return dict(PgContract.objects.values_list("mid", "state"))


def test_a_change_of_pg_waits_on_the_first_page_and_is_approved(operator: Client) -> None:
    merchant = make_merchant()
    assert "승인을 기다리는 PG 변경" not in operator.get("/center/").content.decode()
    asked = make_contract(merchant, "mid-2")
    text = operator.get("/center/").content.decode()
    assert "승인을 기다리는 PG 변경" in text
    assert "샌드박스 PG (mid-2)" in text
    page = f"/center/merchants/{merchant.id}/"
    assert "승인할 때까지 지금 계약으로 결제합니다" in operator.get(page).content.decode()
    answer = operator.post(f"{page}contracts/{asked.id}/approval/", follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "샌드박스 PG (mid-2)로 바꾸었습니다" in answer.content.decode()
    for traced in ("변경 승인", "변경 요청", "operator:operator", "host"):
        assert traced in answer.content.decode(), traced
    assert contracts_of(merchant) == {"mid-1": "retired", "mid-2": "live"}


def test_a_change_of_pg_is_rejected_with_a_reason_only(operator: Client) -> None:
    merchant = make_merchant()
    address = f"/center/merchants/{merchant.id}/contracts/{make_contract(merchant, 'mid-2').id}"
    page = operator.post(f"{address}/rejection/", {"contract-reason": " "})
    assert 'id="id_contract-reason_error"' in page.content.decode()
    assert contracts_of(merchant) == {"mid-1": "live", "mid-2": "requested"}
    shown = operator.post(f"{address}/rejection/", {"contract-reason": "명의가 다름"}, follow=True).content.decode()
    assert "명의가 다름" in shown
    assert contracts_of(merchant) == {"mid-1": "live", "mid-2": "rejected"}
    assert "이미 반려했거나 거두어들인 계약입니다" in operator.post(f"{address}/approval/", follow=True).content.decode()
    assert contracts_of(merchant) == {"mid-1": "live", "mid-2": "rejected"}


def test_a_contract_is_decided_under_its_own_merchant_only(operator: Client) -> None:
    merchant, other = make_merchant(), make_merchant(shop_name="남의상점")
    asked = make_contract(merchant, "mid-2")
    for deed in ("approval", "rejection"):
        sent = {"contract-reason": "틀림"}
        assert operator.post(f"/center/merchants/{other.id}/contracts/{asked.id}/{deed}/", sent).status_code == 404
    assert contracts_of(merchant) == {"mid-1": "live", "mid-2": "requested"}


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Merchant:
    """A merchant with a payment of unknown fate, a hint that was refused, and a job that failed."""
    monkeypatch.setattr("minishop.checkout.center.attention.views.now", lambda: NOW + timedelta(minutes=10))
    merchant = make_merchant()
    make_payment(make_order(merchant, make_account()), key="attempt-1")
    hint = {"kind": "changes", "payload": {}, "idempotency_key": "k", "state": "refused", "last_reason": "HTTP 401"}
    with scope(merchant.id):
        OutboxMessage.objects.create(merchant=merchant, created_at=NOW, attempts=1, **hint)
    task = "checkout.payments.tasks.expire_unpaid_orders"
    Job.objects.create(task=task, state="dead", created_at=NOW, attempts=12, last_error="OSError: gone")
    return merchant


def test_what_is_stuck_stands_there_with_its_reason(operator: Client, stuck: Merchant) -> None:
    text = operator.get("/center/attention/").content.decode()
    for shown in ("결과를 모르는 결제", "26,500원", "전하지 못한 알림", "HTTP 401", "끝내지 못한 작업이 1건 있습니다."):
        assert shown in text, shown


def test_each_action_clears_it(operator: Client, stuck: Merchant) -> None:
    with scope(stuck.id):
        hint = OutboxMessage.objects.get()
    failed = Job.objects.get(state="dead")
    operator.post("/center/payments/attempt-1/question/")
    operator.post(f"/center/hints/{stuck.id}/{hint.id}/resending/")
    operator.post(f"/center/later/jobs/{failed.id}/retrial/")
    assert {job.task.rpartition(".")[2] for job in Job.objects.filter(state="ready")} == {
        "find_out_later",
        "deliver_hint",
        "expire_unpaid_orders",
    }
    assert not Job.objects.filter(state="dead").exists()
    with scope(stuck.id):
        assert OutboxMessage.objects.get().state == "waiting"


def test_what_is_not_stuck_is_not_cleared(operator: Client, stuck: Merchant) -> None:
    other = make_merchant(shop_name="남의상점")
    with scope(stuck.id):
        hint = OutboxMessage.objects.get()
    assert operator.post(f"/center/hints/{other.id}/{hint.id}/resending/").status_code == 404
    assert operator.post("/center/payments/nothing/question/").status_code == 404
    for deed in ("retrial", "discarding"):
        assert "멈춘 작업이 아닙니다." in operator.post(f"/center/later/jobs/1/{deed}/", follow=True).content.decode()
    assert not Job.objects.filter(state="ready").exists()


def test_nothing_stuck_says_so(operator: Client) -> None:
    assert "멈추어 있는 일이 없습니다" in operator.get("/center/attention/").content.decode()


def test_a_jump_of_the_clock_is_shown_until_it_is_seen(operator: Client) -> None:
    note_jump(timedelta(hours=-3), true_now=NOW)
    page = operator.get("/center/attention/").content.decode()
    assert "컴퓨터 시계가 갑자기 바뀌었습니다" in page
    assert "10,800초 뒤로" in page
    upto = clock_jumps()[0].id
    assert f'name="upto" value="{upto}"' in page
    assert operator.post("/center/clock/seen/", {"upto": upto}).headers["location"] == "/center/attention/"
    assert "컴퓨터 시계" not in operator.get("/center/attention/").content.decode()


def test_a_refused_refund_stands_there_until_it_is_asked_for_again(operator: Client, stuck: Merchant, outside: Outside) -> None:
    order = make_order(stuck, make_account("other"))
    payment = make_payment(order, "surplus", key="attempt-2")
    with scope(stuck.id):
        Refund.objects.create(
            merchant=stuck, key="attempt-2-r1", payment_id=payment.id, amount=payment.amount, cause="surplus", state="refused",
            reason="카드사가 취소를 거절했습니다.", intended_at=NOW,
        )  # fmt: skip
    text = operator.get("/center/attention/").content.decode()
    for shown in ("끝나지 않은 환불", "환불 거절됨", "카드사가 취소를 거절했습니다.", order.number, "26,500원"):
        assert shown in text, shown
    operator.post("/center/refunds/attempt-2-r1/retrial/")
    with scope(stuck.id):
        assert Refund.objects.get().state == "intended"
    assert Job.objects.get(task__endswith="give_back_later").state == "ready"
    for deed in ("retrial", "account", "part", "transfer"):
        assert operator.post(f"/center/refunds/nothing/{deed}/").status_code == 404


ACCOUNT, TRANSFER = "/center/refunds/attempt-2-r1/account/", "/center/refunds/attempt-2-r1/transfer/"


def test_a_refund_that_the_pg_refuses_goes_to_an_account_once(operator: Client, stuck: Merchant, outside: Outside) -> None:
    payment = make_payment(make_order(stuck, make_account("other")), "surplus", key="attempt-2")
    outside.pg.taken["attempt-2"] = int(payment.amount)
    with scope(stuck.id):
        Refund.objects.create(
            merchant=stuck, key="attempt-2-r1", payment_id=payment.id, amount=payment.amount, cause="surplus", state="refused",
            intended_at=NOW,
        )  # fmt: skip
    done = {"number": "T-1", "on": "2026-11-23"}
    outside.pg.silent = True
    told = [press(operator, ACCOUNT)]
    outside.pg.silent, outside.pg.back = False, {"attempt-2": 1}
    told += [press(operator, ACCOUNT), press(operator, TRANSFER, done)]
    outside.pg.back = {}
    told.append(press(operator, ACCOUNT))
    with scope(stuck.id):
        name_account(refund=Refund.objects.get(), account=BankAccount("농협", "이구매", "302-1234-5678"))
    for lacking, why in (
        ({}, "번호"),
        ({**done, "on": "2026-11-24"}, "아직 오지 않은 날"),
        ({**done, "on": "2026-11-22"}, "생기기 전의 날"),
    ):
        answer = operator.post(TRANSFER, lacking)
        page = answer.content.decode()
        assert (answer.status_code, why in page, lacking.get("number", "") in page) == (422, True, True)
    told.append(press(operator, TRANSFER, done))
    assert [words.split(".")[0].split(",")[0] for words in told] == [
        "결제 대행사가 답하지 않아",
        "결제 대행사에서 이미 돌려준 돈이 있어 계좌로 또 돌려줄 수 없습니다",
        "계좌로 돌려줄 환불이 아닙니다",
        "구매자의 계좌로 환불합니다",
        "환불을 마쳤습니다",
    ]
    with scope(stuck.id):
        assert Refund.objects.values_list("state", "transfer_number").get() == ("done", "T-1")


def test_a_part_that_went_back_is_written_down_by_a_press(operator: Client, stuck: Merchant, outside: Outside) -> None:
    """Decision 0049: as much as the PG says, no more than the refund is of; the rest is asked for again."""
    payment = make_payment(make_order(stuck, make_account("other")), "surplus", key="attempt-2")
    outside.pg.taken["attempt-2"] = int(payment.amount)
    with scope(stuck.id):
        Refund.objects.create(
            merchant=stuck, key="attempt-2-r1", payment_id=payment.id, amount=20_000, cause="surplus", state="refused", intended_at=NOW,
        )  # fmt: skip
    part, told = "/center/refunds/attempt-2-r1/part/", list[str]()
    outside.pg.silent = True
    told.append(press(operator, part))
    outside.pg.silent = False
    for back in (0, 20_001, 5_000):
        outside.pg.back = {"attempt-2": back}
        told.append(press(operator, part))
    with scope(stuck.id):
        Refund.objects.update(state="refused")
        Refund.objects.create(
            merchant=stuck, key="attempt-2-r2", payment_id=payment.id, amount=1_000, cause="surplus", state="asking", intended_at=NOW,
        )  # fmt: skip
    told.append(press(operator, part))
    with scope(stuck.id):
        Refund.objects.filter(key="attempt-2-r2").delete()
    outside.pg.back = {"attempt-2": 20_000}
    told.append(press(operator, part))
    assert [words.split(".")[0] for words in told] == [
        "결제 대행사가 답하지 않아, 이미 돌려주었는지 알 수 없습니다",
        "결제 대행사에서 우리가 모르게 돌아간 돈이 없습니다",
        "결제 대행사에서 이 환불보다 많은 돈이 돌아갔습니다",
        "돌아간 5,000원을 적고, 나머지 15,000원의 환불을 다시 요청합니다",
        "이 결제의 다른 환불이 진행 중이라, 돌아간 돈이 어느 환불의 것인지 아직 알 수 없습니다",
        "나머지 15,000원이 모두 이미 돌아가 있습니다",
    ]
    with scope(stuck.id):
        assert Refund.objects.values_list("state", "found_there").get() == ("intended", 5_000)


def press(operator: Client, address: str, fields: dict[str, str] | None = None) -> str:
    """What a press is answered with."""
    page = BeautifulSoup(operator.post(address, fields or {}, follow=True).content, "html.parser")
    return " ".join(page.select_one(".messages").get_text(" ", strip=True).split())  # type: ignore[union-attr]


def test_a_difference_with_the_pg_stands_there_until_it_is_resolved(operator: Client, outside: Outside) -> None:
    merchant = make_merchant()
    with scope(merchant.id):
        contract = PgContract.objects.get()
        found = PgDifference.objects.create(
            merchant=merchant, contract_id=contract.id, day=date(2026, 11, 22), kind="amount_differs", key="attempt-9",
            facts={"theirs": 26500, "ours": 26499, "state": "paid"}, found_at=NOW,
        )  # fmt: skip
    text = operator.get("/center/attention/").content.decode()
    for shown in (
        "결제 대행사와 다른 것",
        "금액이 서로 다릅니다",
        "attempt-9",
        "26,500원",
        "26,499원",
        "2026.11.22",
        "샌드박스 PG (mid-1)",
    ):
        assert shown in text, shown
    address = f"/center/differences/{merchant.id}/{found.id}/comparison/"
    assert operator.post(address, follow=True).status_code == 200
    assert Job.objects.get(task__endswith="compare_contract").arguments["day"] == "2026-11-22"
    other = make_merchant(shop_name="남의상점")
    assert operator.post(f"/center/differences/{other.id}/{found.id}/comparison/").status_code == 404
    with scope(merchant.id):
        PgDifference.objects.update(resolved_at=NOW)
    assert "멈추어 있는 일이 없습니다" in operator.get("/center/attention/").content.decode()


def test_what_silence_of_a_shop_means_is_chosen_for_each_merchant(operator: Client) -> None:
    """Only where the shop keeps holds; another value, or none, is refused and changes nothing."""
    merchant, without = make_merchant(hold_url=HOLD_URL), make_merchant(shop_name="남의상점")
    page = f"/center/merchants/{merchant.id}/"
    assert "재고 선점" not in operator.get(f"/center/merchants/{without.id}/").content.decode()
    assert '<input type="radio" name="hold-policy" value="require" id="id_hold-policy_0" checked>' in (
        operator.get(page).content.decode().replace(" required", "")
    )
    for wrong in ({}, {"hold-policy": "perhaps"}):
        assert operator.post(f"{page}hold-policy/", wrong).status_code == 200
    merchant.refresh_from_db()
    assert merchant.hold_policy == "require"
    assert "바꾸었습니다" in operator.post(f"{page}hold-policy/", {"hold-policy": "sell"}, follow=True).content.decode()
    merchant.refresh_from_db()
    assert merchant.hold_policy == "sell"
    without.refresh_from_db()
    assert without.hold_policy == "require"
