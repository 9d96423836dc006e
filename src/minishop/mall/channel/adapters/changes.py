"""What changed at the hub since a cursor, by whichever way the hub has."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.mall.channel.adapters.rest import OrderApi
from minishop.mall.channel.domain.answers import Changes
from minishop.mall.channel.domain.profile import Profile
from minishop.mall.channel.domain.windows import next_cursor, window

_FIRST_LOOK_BACK = timedelta(days=7)


def changes_since(api: OrderApi, profile: Profile, cursor: str, now: datetime) -> Changes:
    """A page of changes after a cursor, from the change feed or by time."""
    if profile.change_feed:
        return api.changes(cursor)
    asked = window(cursor, now - _FIRST_LOOK_BACK, now)
    page = api.last_changed(asked.since, asked.until, asked.sequence)
    following, has_more = next_cursor(asked, page.more, now=now, told_at=page.told_at)
    return Changes(page.line_numbers, following, has_more)
