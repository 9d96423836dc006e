"""The applications as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minishop.mall.backoffice.entries.labels import ENTRY_HELP, ENTRY_STATES, Label, pg_choices, pg_name
from minishop.mall.entries.adapters.pgs import open_pgs
from minishop.mall.shops.domain.entries import may_request
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.labels import ENTRY_NAMES
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.queries import entries_of


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One application as a row. ``party``: with whom it was made; ``parties``: with whom it can be, where there is a choice.
    ``desk``: where it is decided, as long as it is undecided and whoever reads this may decide."""

    kind: EntryKind
    name: Label
    help: Label
    state: Label
    tone: str
    entry: Entry | None
    may_request: bool
    party: str
    parties: list[tuple[str, str]]
    desk: str = ""


def entry_rows(shop: Shop, desks: Mapping[str, str] | None = None) -> list[EntryRow]:
    """The three applications in the order of the procedure (R70). ``desks``: where each is decided, by its kind."""
    entries = entries_of(shop)
    return [_row(kind, entries.get(kind), (desks or {}).get(kind, "")) for kind in EntryKind]


def _row(kind: EntryKind, entry: Entry | None, desk: str) -> EntryRow:
    state = EntryState(entry.state) if entry else None
    label, tone = ENTRY_STATES[state]
    is_pg = kind is EntryKind.PG
    parties = pg_choices(open_pgs().values()) if is_pg else []
    return EntryRow(
        kind, ENTRY_NAMES[kind], ENTRY_HELP[kind], label, tone, entry,
        may_request=may_request(state) and bool(parties or not is_pg),
        party=pg_name(entry.party) if entry and entry.party else "",
        parties=parties,
        desk=desk if state is EntryState.REQUESTED else "",
    )  # fmt: skip
