"""주문 수집: the cursor moves only in the transaction that stores what it passed, so nothing is lost and nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minishop.mall.channel.adapters.changes import changes_since
from minishop.mall.channel.adapters.rest import QUERY_LIMIT, Credentials, HubRefused, HubUnavailable, OrderApi
from minishop.mall.channel.domain.answers import UnreadableAnswer
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import HubConnection, Registration
from minishop.mall.channel.services.sending import post_acknowledgements
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.domain.hub import awaits_acknowledgement, is_order
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop

Trouble = (HubUnavailable, HubRefused, UnreadableAnswer)


def collect_page(*, shop: Shop, connection: HubConnection, now: datetime) -> bool:
    """Collects one page of changes and says whether there is more. Raises one of ``Trouble``, and then nothing moved."""
    api = OrderApi(Credentials(connection.client_id, connection.client_secret), now)
    changes = changes_since(api, profile(), connection.cursor, now)
    lines = [line for batch in _batches(changes.line_numbers) for line in api.lines(batch)]
    left_out = set(changes.line_numbers) - {line.hub_number for line in lines}
    if left_out:
        raise UnreadableAnswer(part="query", left_out=sorted(left_out)[:5])  # passed over now, they would be lost
    _store(shop, connection, lines, changes.cursor, now)
    return changes.has_more


def note_trouble(*, shop: Shop, error: Exception) -> None:
    """Keeps the reason why nothing could be collected where the seller sees it."""
    reason = str(error).replace("\0", "").encode(errors="replace").decode()
    HubConnection.objects.filter(shop=shop).update(last_error=(reason or type(error).__name__)[:500])


@transaction.atomic
def _store(shop: Shop, connection: HubConnection, lines: list[CollectedLine], cursor: str, now: datetime) -> None:
    locked = HubConnection.objects.select_for_update().get(shop=shop, id=connection.id)
    if locked.cursor != connection.cursor:
        connection.cursor = locked.cursor  # another worker stored this page meanwhile
        return
    paid = [line for line in lines if is_order(line.hub_state)]
    record_lines(shop=shop, lines=paid, fee_breakdowns=_fee_breakdowns(shop, paid), now=now)
    unseen = [line for line in paid if awaits_acknowledgement(line.hub_state, acknowledged=line.acknowledged)]
    post_acknowledgements(shop=shop, lines=unseen, now=now)
    locked.cursor, locked.collected_at, locked.last_error = cursor, now, ""
    locked.save(update_fields=["cursor", "collected_at", "last_error"])
    connection.cursor = cursor


def _fee_breakdowns(shop: Shop, lines: Sequence[CollectedLine]) -> dict[str, object]:
    codes = {line.registration_code for line in lines if line.registration_code}
    return dict(Registration.objects.filter(shop=shop, code__in=codes).values_list("code", "fee_breakdown"))


def _batches(numbers: Sequence[str]) -> list[Sequence[str]]:
    return [numbers[start : start + QUERY_LIMIT] for start in range(0, len(numbers), QUERY_LIMIT)]
