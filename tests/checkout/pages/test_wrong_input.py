"""Input that no page of ours sends: answered with a clear error, never with a fault of ours."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.fakes import Outside
from tests.checkout.worlds import PASSWORD, make_account, make_merchant, make_order, make_payment
from tests.logins import log_in

from minishop.checkout.accounts.models import Account
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.queries import payment_by_key

pytestmark = pytest.mark.django_db
NO_INSTANTS = ["since=0001-01-01", "until=9999-12-31", "since=0001-01-01&until=9999-12-31"]


@pytest.mark.parametrize("query", NO_INSTANTS, ids=["첫날", "마지막 날", "둘 다"])
def test_days_at_the_ends_of_the_calendar_are_refused_beside_their_field(client: Client, query: str) -> None:
    """R98: such a day has no beginning or no end as an instant."""
    log_in(client, make_account())
    answer = client.get(f"/my/?{query}")
    assert answer.status_code == 200
    assert answer.context["period"].errors


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"orderKey": "\\ud800"}', "\0", "[]"], ids=["깊은 JSON", "반쪽 글자", "NUL", "목록"]
)
def test_a_notice_that_cannot_be_read_is_refused(client: Client, body: str) -> None:
    assert client.post("/payments/notify/", body, content_type="application/json").status_code in (400, 404)


NO_PG_KEYS = {"NUL": "a%00b", "빈칸": "a%20b", "한글": "결제", "81자": "k" * 81, "30,000자": "/" * 30_000, "없음": ""}


@pytest.mark.parametrize("pg_key", NO_PG_KEYS.values(), ids=NO_PG_KEYS)
def test_a_return_with_what_is_no_key_of_a_pg_leaves_the_attempt_open(client: Client, outside: Outside, pg_key: str) -> None:
    """What no PG answers about would hold the goods for as long as it is asked."""
    payment = make_payment(make_order(make_merchant(), make_account()), "opened")
    assert client.get(f"/payments/return/?orderKey={payment.key}&paymentKey={pg_key}").status_code in (400, 404)
    found = payment_by_key(payment.key)
    assert found is not None
    assert found.state == PaymentState.OPENED


def test_an_address_that_the_account_has_no_room_for_is_refused(client: Client) -> None:
    """SQLite would keep it; PostgreSQL would not."""
    email = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.com"
    facts = {"login": "buyer1", "password": PASSWORD, "name": "이구매", "mobile": "010-1234-5678", "email": email}
    assert client.post("/signup/", facts).context["form"].errors["email"]
    assert not Account.objects.exists()
