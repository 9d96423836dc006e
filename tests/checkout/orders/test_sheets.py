"""Sheets, numbers and the buyer's receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.checkout.fakes import Outside, answered
from tests.checkout.worlds import APRON, MUG, NOW, make_account, make_merchant, make_paid_order, make_sheet, registration

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.domain.registration import RegistrationRefused
from minishop.checkout.orders.models import Order, OrderSheet, SheetLine
from minishop.checkout.orders.services.numbers import new_numbers
from minishop.checkout.orders.services.sheets import register_sheet
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db


def test_a_sheet_keeps_the_order_of_its_lines() -> None:
    merchant = make_merchant()
    sheet = make_sheet(merchant, APRON, MUG, APRON)
    with scope(merchant.id):
        assert [line.product_id for line in sheet.lines.order_by("position")] == ["P1002", "P1001", "P1002"]
    assert sheet.key.isalnum()
    assert len(sheet.key) == 32


def test_a_refused_registration_stores_nothing() -> None:
    merchant = make_merchant()
    with scope(merchant.id):
        with pytest.raises(RegistrationRefused):
            register_sheet(merchant=merchant, registration=replace(registration(), total=Won(1)), now=NOW)
        assert not OrderSheet.objects.exists()
        assert not SheetLine.objects.exists()


def test_numbers_begin_with_seouls_day_and_differ() -> None:
    numbers = new_numbers(Order, 50, now=NOW)
    assert len(set(numbers)) == 50
    assert all(number.startswith("20261123") and len(number) == 16 and number.isdigit() for number in numbers)


def test_a_number_that_is_taken_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    order = make_paid_order(make_merchant(hint_url=""), make_account())
    drawn = iter([int(order.number[8:]), 7])
    monkeypatch.setattr("minishop.checkout.orders.services.numbers.secrets.randbelow", lambda _: next(drawn))
    assert new_numbers(Order, 1, now=NOW) == ["2026112300000007"]


def test_the_buyer_hears_once_by_sms_and_mail(outside: Outside) -> None:
    order = make_paid_order(make_merchant(hint_url=""), make_account())
    run_due(lambda: NOW)
    sms, mail = (outside.messages[f"receipt:{order.number}:{way}"] for way in ("sms", "mail"))
    assert sms["to"] == order.orderer_mobile
    assert "26,500원" in sms["text"]
    assert mail["to"] == order.orderer_email
    assert f"/my/orders/{order.number}/" in mail["text"]


def test_a_message_that_is_refused_is_kept_with_its_reason(outside: Outside) -> None:
    make_paid_order(make_merchant(hint_url=""), make_account())
    outside.messages_answer = answered({"code": "REFUSED"}, 400)
    moments = iter([NOW + timedelta(minutes=3 * number) for number in range(200)])
    for _attempt in range(12):
        run_due(lambda: next(moments))
    failed = Job.objects.filter(task__endswith="send_receipt")
    assert {(job.state, job.last_error) for job in failed} == {("dead", "HTTP 400")}
