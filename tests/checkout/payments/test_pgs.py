"""A PG is one file: put beside the others, contracts with it are paid through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import translation
from tests.checkout.fakes import Outside
from tests.checkout.worlds import MUG, NOW, make_account, make_merchant, make_sheet
from tests.logins import log_in

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments import adapters
from minishop.checkout.payments.adapters.contracts import gateway_of, known_pgs
from minishop.checkout.payments.labels import pg_name
from minishop.checkout.payments.models import Payment, PgContract
from minishop.checkout.payments.services.contracting import hand_over
from minishop.checkout.payments.services.contracts import Taken, what_is_taken

pytestmark = pytest.mark.django_db
MOON = """
from minishop.checkout.payments.adapters.port import Pg, Session
from minishop.checkout.payments.domain.abilities import Abilities, Means


class Moon:
    def __init__(self, keys):
        self.keys = keys

    def open_window(self, window):
        return Session("s", f"http://moon.example/{self.keys.mid}/{int(window.amount)}")


PG = Pg("moon", "달빛 PG", "Moonlight PG", Abilities((Means.CARD,)), Moon)
"""


@pytest.fixture
def with_moon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One file more in the folder."""
    (tmp_path / "words_test_moon.py").write_text(MOON, encoding="utf-8")
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(tmp_path)])
    known_pgs.cache_clear()
    yield
    known_pgs.cache_clear()


@pytest.fixture
def merchant(outside: Outside) -> Merchant:
    """A merchant with a contract with moon."""
    merchant = make_merchant(pg=False, hint_url="")
    with scope(merchant.id):
        hand_over(merchant=merchant, provider="moon", mid="m-7", secret="sk", now=NOW)
    return merchant


def test_what_is_there_is_found() -> None:
    assert {code: pg.code for code, pg in known_pgs().items()} == {"sandbox": "sandbox"}


def test_without_its_file_a_contract_cannot_be_used(merchant: Merchant) -> None:
    with scope(merchant.id):
        assert (gateway_of(PgContract.objects.get()), what_is_taken(merchant)) == (None, Taken("no_pg"))
    assert pg_name("moon") == "moon"


def test_with_its_file_the_contract_is_paid_through_it(
    merchant: Merchant, with_moon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minishop.checkout.pages.sheet.views.now", lambda: NOW)
    sheet, buyer = make_sheet(merchant, MUG), Client()
    log_in(buyer, make_account())
    query = urlencode({"ORDER_ID": sheet.key, "SHOP_ID": merchant.public_id, "TOTAL_PRICE": int(sheet.total)})
    form = {
        "orderer_name": "이구매", "orderer_mobile": "010-1234-5678", "orderer_email": "k@buyer.example", "recipient_same": "on",
        "zipcode": "04524", "address1": "서울시 중구", "means": "card", "consent_provision": "on", "consent_terms": "on",
    }  # fmt: skip
    answer = buyer.post(f"/customer/order.nhn?{query}", form)
    assert answer.headers["location"] == "http://moon.example/m-7/26500"
    with scope(merchant.id):
        assert Payment.objects.get().contract.provider == "moon"


def test_the_operator_sees_it_by_name(merchant: Merchant, with_moon: None) -> None:
    operator = Client(headers={"accept-language": "en"})
    log_in(operator, make_account("operator", operator=True))
    assert "Moonlight PG (m-7)" in operator.get(f"/center/merchants/{merchant.id}/").content.decode()
    with translation.override("ko"):
        assert [pg_name(code) for code in ("moon", "sandbox", "gone")] == ["달빛 PG", "샌드박스 PG", "gone"]
