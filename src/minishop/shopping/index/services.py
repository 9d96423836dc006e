"""색인에 넣고 빼기: what a crawl found becomes the documents of one partner. Repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction

from minishop.chassis.tenancy import scope
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won
from minishop.shopping.index.domain.listing import Listing, text_of
from minishop.shopping.index.domain.texts import STORED
from minishop.shopping.index.engines import engine
from minishop.shopping.index.models import Document
from minishop.shopping.partners.models import Partner

_BATCH = 200
_COPIED = ("price", "shipping", "link", "image_link", "category_path", "condition", "review_count", *STORED)
_CHANGING = ("digest", "list_price", "category", "changed_at", *_COPIED)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a crawl did to a partner's documents."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


@transaction.atomic
def replace_all(*, partner: Partner, listings: Sequence[Listing], now: datetime) -> Counts:
    """전체: afterwards the partner's documents are exactly these; one that is not among them is gone."""
    with scope(partner.id):
        standing = _standing()
        absent = standing.keys() - {listing.product_code for listing in listings}
        return _apply(partner, listings, standing, absent, now)


@transaction.atomic
def apply_changes(*, partner: Partner, listings: Sequence[Listing], removed: Iterable[str], now: datetime) -> Counts:
    """요약: adds or changes these, takes the removed ones out, and leaves the rest as it is."""
    with scope(partner.id):
        standing = _standing()
        return _apply(partner, listings, standing, standing.keys() & set(removed), now)


@dataclass(frozen=True, slots=True)
class _Standing:
    id: int
    digest: str
    first_seen_at: datetime


def _standing() -> dict[str, _Standing]:
    rows = Document.objects.values_list("product_code", "id", "digest", "first_seen_at")
    return {code: _Standing(number, digest, seen) for code, number, digest, seen in rows.iterator(chunk_size=2000)}


def _apply(
    partner: Partner, listings: Sequence[Listing], standing: dict[str, _Standing], removed: Iterable[str], now: datetime
) -> Counts:
    different = [each for each in listings if (old := standing.get(each.product_code)) is None or old.digest != each.digest()]
    for batch in _batches(different):
        _write(partner, batch, standing, now)
    gone = [(code, standing[code].id) for code in removed]
    for pairs in _batches(gone):
        Document.objects.filter(product_code__in=[code for code, _ in pairs]).delete()
        engine().remove(number for _, number in pairs)
    added = sum(each.product_code not in standing for each in different)
    return Counts(added, len(different) - added, len(gone), len(listings) - len(different))


def _write(partner: Partner, listings: Sequence[Listing], standing: dict[str, _Standing], now: datetime) -> None:
    documents = [_document(partner, listing, standing.get(listing.product_code), now) for listing in listings]
    Document.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["partner", "product_code"], update_fields=list(_CHANGING)
    )
    texts = zip(listings, documents, strict=True)
    engine().put([text_of(listing, document_id=document.id, partner_id=partner.id) for listing, document in texts])


def _document(partner: Partner, listing: Listing, old: _Standing | None, now: datetime) -> Document:
    return Document(
        partner_id=partner.id,
        id=old.id if old else new_id(),
        product_code=listing.product_code,
        digest=listing.digest(),
        list_price=listing.list_price or Won(0),
        category=listing.categories[0],
        first_seen_at=old.first_seen_at if old else now,
        changed_at=now,
        **{name: getattr(listing, name) for name in _COPIED},
    )


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
