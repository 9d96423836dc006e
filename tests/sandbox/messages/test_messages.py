"""Taking text messages and mail."""

from __future__ import annotations

import pytest
from tests.sandbox.worlds import NOON

from minishop.sandbox.messages.domain import Kind
from minishop.sandbox.messages.errors import Refused, Unavailable
from minishop.sandbox.messages.models import Message
from minishop.sandbox.messages.services import Letter, take
from minishop.sandbox.switches.services import choose

pytestmark = pytest.mark.django_db
LETTER = Letter("010-1234-5678", "02-123-4500", "주문하신 상품이 출발했습니다.")


def test_the_same_key_is_one_message() -> None:
    first = take(kind=Kind.SMS, letter=LETTER, idempotency_key="m", now=NOON)
    assert take(kind=Kind.SMS, letter=LETTER, idempotency_key="m", now=NOON).pk == first.pk
    assert take(kind=Kind.MAIL, letter=LETTER, idempotency_key="m", now=NOON).pk != first.pk
    assert Message.objects.count() == 2


@pytest.mark.parametrize(("answer", "refusal"), [("refuse", Refused), ("unavailable", Unavailable)], ids=["거절", "무응답"])
def test_a_chosen_refusal_is_used_up_by_one_message_of_its_kind(answer: str, refusal: type[Exception]) -> None:
    choose(channel="sms", answer=answer, now=NOON)
    take(kind=Kind.MAIL, letter=LETTER, idempotency_key="m1", now=NOON)
    with pytest.raises(refusal):
        take(kind=Kind.SMS, letter=LETTER, idempotency_key="m2", now=NOON)
    assert Message.objects.filter(kind="sms").count() == 0
    take(kind=Kind.SMS, letter=LETTER, idempotency_key="m2", now=NOON)
    assert Message.objects.filter(kind="sms").count() == 1


def test_a_repeated_message_does_not_use_up_the_choice() -> None:
    take(kind=Kind.SMS, letter=LETTER, idempotency_key="m1", now=NOON)
    choose(channel="sms", answer="refuse", now=NOON)
    take(kind=Kind.SMS, letter=LETTER, idempotency_key="m1", now=NOON)
    with pytest.raises(Refused):
        take(kind=Kind.SMS, letter=LETTER, idempotency_key="m2", now=NOON)
