"""문자와 메일: a chosen answer is used up with the message that gets it, or stands."""

from __future__ import annotations

import pytest
from tests.racing import broken, stored
from tests.sandbox.worlds import NOON

from minishop.sandbox.messages.domain import Kind
from minishop.sandbox.messages.models import Message
from minishop.sandbox.messages.services import Letter, take
from minishop.sandbox.switches.models import NextAnswer
from minishop.sandbox.switches.services import choose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def test_a_taking_that_dies_half_way_uses_no_answer_up() -> None:
    choose(channel=Kind.SMS, answer="accept", now=NOON)
    before = stored(Message, NextAnswer)
    with broken("minishop.sandbox.messages.services.use_up"):
        take(kind=Kind.SMS, letter=Letter("01012345678", "021234500", "안녕하세요"), idempotency_key="k", now=NOON)
    assert stored(Message, NextAnswer) == before
