"""The pages on which a person sees what came in and chooses what is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.sandbox.worlds import NOON, approved, contract, payment, session

from minishop.sandbox.carriers.models import Parcel
from minishop.sandbox.messages.models import Message
from minishop.sandbox.pg.models import Contract, Payment
from minishop.sandbox.requests.models import Request, Sending
from minishop.sandbox.switches.queries import chosen_answer

pytestmark = pytest.mark.django_db


def fill(count: int) -> None:
    """Rows of every kind."""
    shop = approved()
    for n in range(count):
        contract(idempotency_key=f"more-{n}")
        payment(session(shop, key=f"s{n}", order_key=f"o{n}"), key=f"p{n}")
        Parcel.objects.create(carrier="cj", tracking_number=f"12{n}", answer="known", picked_up_at=NOON, asked=1)
        Message.objects.create(kind="sms", idempotency_key=str(n), recipient="010", sender="02", text="글", received_at=NOON)
        for party in ("pg", "messages"):
            Request.objects.create(party=party, method="GET", path=f"/{n}", status=200, received_at=NOON)
        Sending.objects.create(purpose="notification", method="POST", url="http://hub", created_at=NOON)


PAGES = {
    "/": 5,
    "/clock/": 0,
    "/pg/": 2,
    "/pg/payments/": 7,
    "/pg/requests/": 3,
    "/carriers/": 2,
    "/messages/": 5,
    "/pg/pay/s0/": 2,
}


@pytest.mark.parametrize("count", [1, 3], ids=["한 줄", "세 줄"])
@pytest.mark.parametrize(("path", "queries"), PAGES.items())
def test_a_page_asks_the_same_of_one_row_and_of_three(
    client: Client, django_assert_num_queries: Any, path: str, queries: int, count: int
) -> None:
    fill(count)
    with django_assert_num_queries(queries):
        answer = client.get(path)
    assert answer.status_code == 200
    assert "theme-sandbox" in answer.content.decode()


def test_empty_pages_say_so(client: Client) -> None:
    for path in ("/pg/", "/pg/payments/", "/pg/requests/", "/carriers/", "/messages/", "/messages/?kind=mail"):
        assert 'class="empty"' in client.get(path).content.decode(), path


def test_a_contract_is_approved_by_one_button(client: Client) -> None:
    waiting = contract()
    assert client.post(f"/pg/contracts/{waiting.pk}/approval/").headers["Location"] == "/pg/"
    assert Contract.objects.get().state == "approved"
    assert client.post(f"/pg/contracts/{waiting.pk}/approval/").status_code == 302
    assert client.post("/pg/contracts/1/approval/").status_code == 404


def test_a_contract_is_approved_with_the_means_that_are_ticked(client: Client) -> None:
    waiting = contract()
    assert client.post(f"/pg/contracts/{waiting.pk}/approval/", {"methods": ["PHONE"]}).status_code == 422
    client.post(f"/pg/contracts/{waiting.pk}/approval/", {"methods": ["CARD", "TRANSFER"], "in_parts": ["TRANSFER"]})
    made = Contract.objects.get()
    assert (made.methods, made.in_parts) == (["CARD", "TRANSFER"], ["TRANSFER"])


def test_a_rejection_needs_its_reason_beside_the_field(client: Client) -> None:
    waiting = contract()
    answer = client.post(f"/pg/contracts/{waiting.pk}/rejection/", {"reason": " "})
    page = answer.content.decode()
    assert (answer.status_code, Contract.objects.get().state) == (422, "requested")
    assert f'aria-describedby="rejection-{waiting.pk}-reason_error"' in page
    assert f'id="rejection-{waiting.pk}-reason_error"' in page
    client.post(f"/pg/contracts/{waiting.pk}/rejection/", {"reason": "서류 부족"})
    assert (Contract.objects.get().state, Contract.objects.get().reason) == ("rejected", "서류 부족")


@pytest.mark.parametrize(
    ("path", "fields", "channel", "expected"),
    [
        ("/pg/next-answer/", {"answer": "twice"}, "pg", "twice"),
        ("/pg/next-answer/", {"answer": "nonsense"}, "pg", None),
        ("/pg/next-cancel-answer/", {"answer": "decline"}, "pg-cancel", "decline"),
        ("/pg/next-cancel-answer/", {"answer": "perhaps"}, "pg-cancel", None),
        ("/messages/next-answer/", {"kind": "mail", "answer": "refuse"}, "mail", "refuse"),
        ("/messages/next-answer/", {"kind": "mail", "answer": "accept"}, "mail", None),
        ("/messages/next-answer/", {"kind": "fax", "answer": "refuse"}, "fax", None),
    ],
    ids=["PG 두 번", "PG 없는 응답", "취소 거절", "취소 없는 응답", "메일 거절", "메일 승낙", "팩스"],
)
def test_choosing_the_next_answer(client: Client, path: str, fields: dict[str, str], channel: str, expected: str | None) -> None:
    assert client.post(path, fields).status_code in (302, 422)
    assert chosen_answer(channel) == expected


def test_the_buyer_pays_and_is_sent_back(client: Client) -> None:
    session(approved())
    answer = client.post("/pg/pay/sess_golden/", {"card": "kookmin"})
    made = Payment.objects.get()
    assert answer.headers["Location"] == (
        f"http://checkout.localhost:8200/payments/return/?orderKey=pay_2026112312345678_1&paymentKey={made.key}"
    )
    assert "form-action 'self' http://checkout.localhost:8200" in answer.headers["Content-Security-Policy"]


def test_a_buyer_without_a_card_is_told_beside_the_choice(client: Client) -> None:
    session(approved())
    answer = client.post("/pg/pay/sess_golden/", {"card": "gold"})
    assert (answer.status_code, Payment.objects.count()) == (422, 0)
    assert 'class="field-error"' in answer.content.decode()


def test_a_paid_session_leads_back_and_takes_no_card(client: Client) -> None:
    payment(session(approved()), state="done", settled_at=NOON)
    for answer in (client.get("/pg/pay/sess_golden/"), client.post("/pg/pay/sess_golden/", {"card": "hana"})):
        assert "이미 결제된 주문입니다." in answer.content.decode()
    assert Payment.objects.count() == 1


def test_a_payment_is_cancelled_by_one_button(client: Client) -> None:
    made = payment(session(approved()), state="done", settled_at=NOON)
    address = f"/pg/payments/{made.key}/cancellation/"
    assert address in client.get("/pg/payments/").content.decode()
    assert "결제를 취소했습니다." in client.post(address, follow=True).content.decode()
    assert Payment.objects.get().state == "cancelled"
    assert address not in client.get("/pg/payments/").content.decode()
    assert "이미 취소했거나" in client.post(address, follow=True).content.decode()
    assert client.post("/pg/payments/none/cancellation/").status_code == 404


def test_an_unknown_session_is_a_page_of_its_own(client: Client) -> None:
    answer = client.get("/pg/pay/nothing/")
    assert answer.status_code == 404
    assert "찾으시는 화면이 없습니다" in answer.content.decode()


def test_a_number_is_prepared_and_a_strange_one_refused(client: Client) -> None:
    client.post("/carriers/answers/", {"carrier": "cj", "tracking_number": "123-4", "answer": "delivered"})
    assert Parcel.objects.get().answer == "delivered"
    answer = client.post("/carriers/answers/", {"carrier": "c j", "tracking_number": "번호", "answer": "lost"})
    assert answer.status_code == 422
    assert answer.content.decode().count('class="field-error"') == 3
    assert Parcel.objects.count() == 1


def test_the_clock_moves_by_its_page_once_a_press(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISHOP_CLOCK_FILE", str(tmp_path / "clock"))
    for _press in range(2):
        assert client.post("/clock/", {"to": "hour", "shift": "0"}).status_code == 302
    assert client.get("/clock.json").json()["shiftSeconds"] == 3600
    client.post("/clock/", {"days": "2"})
    assert client.get("/clock.json").json()["shiftSeconds"] == 3600 + 2 * 86_400


@pytest.mark.parametrize("fields", [{}, {"days": "0"}, {"days": "367"}, {"days": "x"}, {"to": "yesterday"}])
def test_a_move_that_cannot_be_made_is_refused(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    monkeypatch.setenv("MINISHOP_CLOCK_FILE", str(tmp_path / "clock"))
    answer = client.post("/clock/", fields)
    assert (answer.status_code, 'class="field-error"' in answer.content.decode()) == (422, True)
    assert client.get("/clock.json").json()["shiftSeconds"] == 0


def test_pages_refuse_forms_from_elsewhere() -> None:
    stranger = Client(HTTP_HOST="sandbox.localhost:8400", enforce_csrf_checks=True)
    for path in ("/clock/", "/pg/next-answer/", "/carriers/answers/", "/messages/next-answer/"):
        answer = stranger.post(path, {"to": "day", "answer": "decline"})
        assert answer.status_code == 403
        assert "다시 확인이 필요합니다" in answer.content.decode()
    assert chosen_answer("pg") is None
