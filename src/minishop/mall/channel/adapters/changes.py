"""What changed at the hub since a cursor, by whichever way the hub has."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.mall.channel.adapters.rest import OrderApi
from minishop.mall.channel.domain.answers import Changes
from minishop.mall.channel.domain.profile import Profile
from minishop.mall.channel.domain.windows import next_cursor, next_place, window

LOOK_BACK = timedelta(days=7)
# The hub stamps changes by its own clock, which may be ahead of ours.
_AFTER_NOW = timedelta(hours=1)


def changes_since(api: OrderApi, profile: Profile, cursor: str, now: datetime) -> Changes:
    """A page of changes after a cursor, from the change feed or by time."""
    if profile.change_feed:
        return api.changes(cursor)
    asked = window(cursor, now - LOOK_BACK, now)
    page = api.last_changed(asked.since, asked.until, asked.sequence)
    following, has_more = next_cursor(asked, page.more, now=now, told_at=page.told_at)
    return Changes(page.line_numbers, following, has_more)


def changes_again(api: OrderApi, place: str, now: datetime) -> tuple[tuple[str, ...], str]:
    """A page of what changed since a place in time, up to a little after now, and where to go on; empty at the end."""
    ends = now + _AFTER_NOW
    asked = window(place, now - LOOK_BACK, ends)
    page = api.last_changed(asked.since, asked.until, asked.sequence)
    return page.line_numbers, next_place(asked, page.more, ends)
