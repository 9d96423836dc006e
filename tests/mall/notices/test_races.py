"""판매자 알림: two who gather the same orders make one message, and what dies half way has told nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from tests.mall.worlds import NOW, make_cast
from tests.racing import broken, meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.notices import services
from minishop.mall.notices.domain import GATHERING
from minishop.mall.notices.models import NoticeSettings, UntoldOrder
from minishop.mall.shops.models import Shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SENDS = "minishop.mall.notices.services._send"
LATER = NOW + GATHERING


@pytest.fixture
def gathered() -> Iterator[Shop]:
    """A shop with two orders that nobody has been told of."""
    shop = make_cast().haru
    with scope(shop.id), transaction.atomic():
        services.note_orders(shop=shop, orders=[("20250404-1", Won(1_000)), ("20250404-2", Won(2_000))], now=NOW)
    with scope(shop.id):
        yield shop


def tell(shop: Shop) -> None:
    with scope(shop.id):
        services.tell_orders(shop=shop, now=LATER)


def messages() -> list[dict[str, object]]:
    return [job.arguments for job in Job.objects.filter(task="mall.notices.tasks.send_orders")]


def test_two_who_tell_the_same_orders_at_once_make_one_message(gathered: Shop) -> None:
    with meanwhile(SENDS, lambda: tell(gathered)) as rival:
        tell(gathered)
    assert rival.raised == []
    assert [(told["count"], told["amount"]) for told in messages()] == [(2, 3_000)]


def test_telling_that_dies_half_way_leaves_the_orders_untold(gathered: Shop) -> None:
    before = stored(UntoldOrder, NoticeSettings)
    with broken(SENDS):
        tell(gathered)
    assert (stored(UntoldOrder, NoticeSettings), messages()) == (before, [])
    tell(gathered)
    assert [told["count"] for told in messages()] == [2]


def test_an_opening_is_told_once_by_two(gathered: Shop) -> None:
    def tell_opening() -> None:
        with scope(gathered.id):
            services.tell_opening(shop=gathered, now=NOW)

    with meanwhile(SENDS, tell_opening) as rival:
        tell_opening()
    assert rival.raised == []
    assert Job.objects.filter(task="mall.notices.tasks.send_opening").count() == 1
