"""연동: two workers at one page, two presses on resend, a message that is posted with its number or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from tests.mall.fake_hub import FakeHub
from tests.mall.orders.collected import reported
from tests.mall.worlds import KEYS, NOW, approve_all, make_cast, make_product
from tests.racing import broken, meanwhile, stored

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import GIVE_UP_AFTER
from minishop.chassis.secrets.management.commands import reseal_secrets
from minishop.chassis.tenancy import scope
from minishop.mall.cart.queries import Choice, view_of
from minishop.mall.channel import tasks
from minishop.mall.channel.models import DeliveryAttempt, HubConnection, InboxMessage, OutboxMessage, Poll
from minishop.mall.channel.services import collecting
from minishop.mall.channel.services.connection import connect
from minishop.mall.channel.services.inbox import take_hint
from minishop.mall.channel.services.polls import poll_of
from minishop.mall.channel.services.reserving import TooManyHolds, Visitor, reserve
from minishop.mall.channel.services.sending import resend
from minishop.mall.orders.models import Dispatch, LineEvent, Order, OrderLine
from minishop.mall.orders.services import desk
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockHold

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.mall.channel.services"
Deed = Callable[[], Any]


@pytest.fixture
def shop(several_connections: None) -> Shop:
    """Open, and connected to a hub."""
    made = make_cast().haru
    with scope(made.id):
        approve_all(made, NOW.replace(year=2024))
        poll_of(made, HubConnection.objects.create(shop=made, **KEYS), now=NOW)
    return made


def buying(shop: Shop, *, stock: int) -> Callable[[str, Visitor], Deed]:
    """Presses on buy, each of one piece of the same product, of which so many are there."""
    with scope(shop.id):
        product = make_product(shop, "P1", stock=stock)
        variant = product.variants.all()[0]
        view = view_of(shop, [Choice(0, product, variant, 1)], {variant.id: stock})

    def pressing(code: str, who: Visitor) -> Deed:
        def press() -> None:
            with scope(shop.id), transaction.atomic():
                reserve(shop=shop, code=code, view=view, visitor=who, now=NOW)

        return press

    return pressing


@pytest.mark.parametrize(
    ("mine", "rivals", "held", "most"),
    [
        (Visitor("v", "c", "a"), Visitor("v", "d", "b"), 2, 3),
        (Visitor("", "c", "a"), Visitor("", "d", "a"), 9, 10),
        (Visitor("v", "c", "a"), Visitor("v", "c", "a"), 0, 1),
    ],
    ids=["브라우저", "주소", "장바구니"],
)
def test_two_presses_at_once_hold_no_more_than_one_after_the_other(
    shop: Shop, settings: Any, mine: Visitor, rivals: Visitor, held: int, most: int
) -> None:
    """There is room for one more: the one who came second is told, or lets go of what the same cart has just held."""
    settings.HUB_PROFILE = "naver"
    pressing = buying(shop, stock=60)
    for number in range(held):
        pressing(f"H{number}", replace(mine, cart=f"c{number}"))()
    with meanwhile(f"{SERVICES}.reserving._free_over", pressing("R", rivals)) as rival:
        pressing("M", mine)()
    assert {type(error) for error in rival.raised} == ({TooManyHolds} if held else set())
    with scope(shop.id):
        assert StockHold.objects.filter(state="held").count() == most


def test_two_strangers_at_once_hold_no_more_than_half_of_what_is_there(shop: Shop, settings: Any) -> None:
    """There is room for one more of ten: the one who came second is registered without a hold."""
    settings.HUB_PROFILE = "naver"
    pressing = buying(shop, stock=10)
    for number in range(4):
        pressing(f"H{number}", Visitor(f"v{number}", f"c{number}", f"a{number}"))()
    with meanwhile(f"{SERVICES}.reserving.minutes_to_hold", pressing("R", Visitor("r", "r", "r"))) as rival:
        pressing("M", Visitor("m", "m", "m"))()
    assert rival.raised == []
    with scope(shop.id):
        assert StockHold.objects.filter(state="held").count() == 5


def storing(shop: Shop, cursor: str, *lines: str) -> Deed:
    """A worker that has read a page after the first cursor and comes to store it."""
    with scope(shop.id):
        poll = Poll.objects.get()

    def store() -> None:
        with scope(shop.id):
            read = collecting.Read([reported("1", line) for line in lines], [])
            collecting._store(shop, poll, read, collecting.Place(cursor), NOW)

    return store


def test_a_page_that_two_workers_read_is_stored_once(shop: Shop) -> None:
    late = storing(shop, "2", "L1", "L2")
    with meanwhile(f"{SERVICES}.collecting.record_lines", late) as rival:
        storing(shop, "2", "L1", "L2")()
    assert rival.raised == []
    with scope(shop.id):
        assert (OrderLine.objects.count(), Poll.objects.get().cursor) == (2, "2")
        assert OutboxMessage.objects.count() == 1


def test_a_slower_worker_never_sets_the_cursor_back(shop: Shop) -> None:
    slow, quick = storing(shop, "1", "L1"), storing(shop, "2", "L1", "L2")
    left: list[str] = []

    def overtake() -> None:
        quick()
        with scope(shop.id):
            left.append(Poll.objects.get().cursor)

    with meanwhile(f"{SERVICES}.collecting.record_lines", overtake) as rival:
        slow()
    assert rival.raised == []
    with scope(shop.id):
        assert [Poll.objects.get().cursor] == left


def test_a_page_that_dies_half_way_leaves_the_cursor_and_nothing_else(shop: Shop) -> None:
    kinds = (Order, OrderLine, OutboxMessage, HubConnection, Poll, Job)
    before = stored(*kinds)
    with broken(f"{SERVICES}.collecting.post_acknowledgements"):
        storing(shop, "1", "L1")()
    assert stored(*kinds) == before


@pytest.fixture
def order(shop: Shop) -> Order:
    """A collected order whose acknowledgement is out of the way."""
    storing(shop, "1", "L1")()
    with scope(shop.id):
        OutboxMessage.objects.all().delete()
        Job.objects.all().delete()
        return Order.objects.get()


def sending(shop: Shop, order: Order) -> Deed:
    def send() -> None:
        with scope(shop.id):
            desk.dispatch_order(shop=shop, order=order, carrier="HYUNDAI", number="123456789013", actor="owner", now=NOW)

    return send


def test_a_number_is_entered_and_told_or_neither(shop: Shop, order: Order) -> None:
    kinds = (OrderLine, LineEvent, Dispatch, OutboxMessage, Job)
    before = stored(*kinds)
    with broken("minishop.mall.orders.services.desk.enter_tracking"):
        sending(shop, order)()
    assert stored(*kinds) == before


def test_a_number_and_the_work_that_tells_it_are_there_together(shop: Shop, order: Order) -> None:
    sending(shop, order)()
    with scope(shop.id):
        assert (Dispatch.objects.count(), OutboxMessage.objects.count(), Job.objects.count()) == (1, 1, 1)


@pytest.fixture
def refused(shop: Shop, order: Order) -> OutboxMessage:
    """A message that the hub refused."""
    sending(shop, order)()
    with scope(shop.id):
        OutboxMessage.objects.update(state="refused", attempts=4)
        Job.objects.all().delete()
        return OutboxMessage.objects.get()


def resending(shop: Shop, message: OutboxMessage) -> Deed:
    def press() -> None:
        with scope(shop.id):
            resend(shop=shop, message_id=message.id, actor="owner", now=NOW)

    return press


def test_a_resend_that_dies_half_way_leaves_the_message_refused(shop: Shop, refused: OutboxMessage) -> None:
    before = stored(OutboxMessage, Dispatch, Job)
    with broken(f"{SERVICES}.sending.find_task"):
        resending(shop, refused)()
    assert stored(OutboxMessage, Dispatch, Job) == before


def is_sent_while_it_is_pressed(shop: Shop, message: OutboxMessage) -> bool:
    """Pressed twice: the first press has it sent before the second one writes. Says whether it counts as sent then."""

    def sent() -> None:
        resending(shop, message)()
        with scope(shop.id):
            OutboxMessage.objects.filter(shop=shop, state="waiting").update(state="sent")

    with meanwhile(f"{SERVICES}.sending.find_task", sent) as rival:
        resending(shop, message)()
    assert rival.raised == []
    with scope(shop.id):
        return OutboxMessage.objects.get().state == "sent"


def test_a_message_that_was_sent_meanwhile_is_not_put_back(shop: Shop, refused: OutboxMessage) -> None:
    assert is_sent_while_it_is_pressed(shop, refused)


def test_an_acknowledgement_that_was_sent_meanwhile_is_not_put_back(shop: Shop) -> None:
    """It has no number whose row would keep two presses apart."""
    storing(shop, "1", "L1")()
    with scope(shop.id):
        OutboxMessage.objects.update(state="refused")
        message = OutboxMessage.objects.get()
    assert is_sent_while_it_is_pressed(shop, message)


def test_an_attempt_is_written_down_with_what_came_of_it_or_not_at_all(
    shop: Shop, order: Order, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending(shop, order)()
    before = stored(OutboxMessage, DeliveryAttempt)
    with scope(shop.id), broken("minishop.chassis.sets.update"):
        tasks.deliver.run(shop_id=shop.id, message_id=OutboxMessage.objects.get().id, now=NOW)
    assert stored(OutboxMessage, DeliveryAttempt) == before


def test_a_hint_and_the_collection_it_asks_for_are_there_together(shop: Shop) -> None:
    with scope(shop.id):
        assert take_hint(shop=shop, message_key="m1", now=NOW)
    assert (len(stored(InboxMessage)), Job.objects.count()) == (1, 1)


def test_a_hint_that_dies_half_way_may_come_again(shop: Shop) -> None:
    with scope(shop.id):
        with broken(f"{SERVICES}.inbox.enqueue_collection"):
            take_hint(shop=shop, message_key="m1", now=NOW)
        assert take_hint(shop=shop, message_key="m1", now=NOW)


def attempting(shop: Shop) -> Deed:
    """A worker's last attempt of many, which finds nobody there."""

    def attempt() -> None:
        with scope(shop.id):
            message, away = OutboxMessage.objects.get(), Answer(Outcome.UNREACHABLE, reason="away")
            outbox.deliver(message, DeliveryAttempt, tenant={"shop_id": shop.id}, send=lambda _: away, now=NOW)

    return attempt


@pytest.fixture
def tired(shop: Shop, order: Order) -> OutboxMessage:
    """A message that is tried once more, and then put aside."""
    sending(shop, order)()
    with scope(shop.id):
        OutboxMessage.objects.update(attempts=GIVE_UP_AFTER - 1)
        return OutboxMessage.objects.get()


def test_a_message_that_is_resent_while_it_is_put_aside_is_sent_again(shop: Shop, tired: OutboxMessage) -> None:
    with meanwhile("minishop.chassis.outbox.services.event_of_attempt", resending(shop, tired)) as rival:
        attempting(shop)()
    assert rival.raised == []
    with scope(shop.id):
        assert OutboxMessage.objects.values_list("state", "attempts").get() == ("waiting", 0)


def test_an_attempt_that_dies_half_way_is_none(shop: Shop, tired: OutboxMessage) -> None:
    before = stored(OutboxMessage, DeliveryAttempt)
    with broken("minishop.chassis.outbox.services.event_of_attempt"):
        attempting(shop)()
    assert stored(OutboxMessage, DeliveryAttempt) == before


def test_a_key_that_is_changed_while_all_are_sealed_anew_stays_changed(shop: Shop) -> None:
    def change() -> None:
        with scope(shop.id):
            connect(shop=shop, keys={**KEYS, "client_secret": "new"})

    with scope(shop.id), meanwhile("django.db.models.query.QuerySet.update", change) as rival:
        found = HubConnection.objects.get()
        reseal_secrets._seal_again(HubConnection, found.pk, "client_secret", found.client_secret)
    assert rival.raised == []
    with scope(shop.id):
        assert HubConnection.objects.get().client_secret == "new"


def test_a_message_that_is_written_while_the_one_before_is_decided_is_sent(shop: Shop, hub: FakeHub) -> None:
    """Whoever decides looks for the next before it is there, and the next finds him still deciding: it waits for him."""
    storing(shop, "1", "L1")()
    found: dict[str, int] = {}

    def next_one() -> None:
        with scope(shop.id):
            desk.dispatch_order(
                shop=shop, order=Order.objects.get(), carrier="HYUNDAI", number="123456789013", actor="owner", now=NOW
            )
            found["id"] = OutboxMessage.objects.get(kind="dispatch").id
            tasks.deliver.run(shop_id=shop.id, message_id=found["id"], now=NOW)

    with meanwhile(f"{SERVICES}.acknowledging.note_acknowledged", next_one):
        tasks.acknowledge.run(shop_id=shop.id, now=NOW)
    with scope(shop.id):
        assert OutboxMessage.objects.get(id=found["id"]).state == "sent"
