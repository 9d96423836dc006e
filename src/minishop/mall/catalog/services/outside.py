"""바깥 사진: pictures of other hosts that products name are fetched one by one into the shop's own files.

An address stays in a text until its picture is here; then it is replaced in the text as that stands by then. Both may happen twice, and a
save that did not know of it yet is put right by the job that it enqueues (docs/decisions/0030-pictures-of-other-hosts.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from django.db import transaction
from django.db.models import Q

from minishop.chassis.http import Answer, Outcome, Request, host_of
from minishop.chassis.jobs import strangers
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.pictures import BadPicture
from minishop.kernel.batches import batches
from minishop.mall.catalog.domain.description import clean, outside_pictures, with_addresses
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.domain.picture_places import is_outside, own_path
from minishop.mall.catalog.domain.texts import PAGES
from minishop.mall.catalog.models import OldShop, OutsidePicture, Product
from minishop.mall.catalog.pictures import add_picture, keep_wide
from minishop.mall.catalog.queries import Known
from minishop.mall.shops.models import Shop

MOST_IN_TEXTS = 60
MAX_BYTES = 8_000_000
ATTEMPTS = 3
HOPS = 3
# So often in a row a host may fail, for whomever, before all that a shop waits for from it is given up.
HOST_FAILURES = 6
_AT_ONCE = 400
Use = OutsidePicture.Use


@dataclass(frozen=True, slots=True)
class Wanted:
    """The addresses that a product names: in its texts, and as its own pictures."""

    in_texts: tuple[str, ...] = ()
    in_gallery: tuple[str, ...] = ()


def with_clean_texts(draft: ProductDraft, old_shop: str) -> ProductDraft:
    """The draft of a form, whose texts may have come from another shop, with them clean; a file's are read so."""
    said = {name: clean(str(draft.values[name]), old_shop).html for name in PAGES if name in draft.values}
    return replace(draft, values={**draft.values, **said})


def with_own_pictures(draft: ProductDraft, known: Known) -> ProductDraft:
    """The draft, whose texts are clean, with what is here already of the pictures in them."""
    said = {name: with_addresses(str(draft.values[name]), known.paths) for name in PAGES if name in draft.values}
    return replace(draft, values={**draft.values, **said})


def wanted_of(product: Product, gallery: Iterable[str] = ()) -> Wanted:
    """What a product as it is stored names, and the addresses of its own pictures."""
    named = [address for name in PAGES for address in outside_pictures(getattr(product, name))]
    return Wanted(tuple(dict.fromkeys(named))[:MOST_IN_TEXTS], tuple(gallery))


def keep_old_shop(*, shop: Shop, folder: str) -> None:
    """Writes down where the pictures of the shop's files were."""
    OldShop.objects.update_or_create(shop=shop, defaults={"folder": folder})


def ask_for_pictures(*, shop: Shop, wanted: Mapping[int, Wanted], now: datetime) -> None:
    """Has the pictures that products name fetched, in the open transaction; what was asked for once is not asked for again.

    ``wanted``: everything that each product names in its texts, by its id, and what is new in its gallery. What texts name no longer is
    forgotten, unless it is here.
    """
    due = dict[int, OutsidePicture]()
    for ids in batches(list(wanted), _AT_ONCE):
        for row in _to_fetch(shop, {product_id: wanted[product_id] for product_id in ids}):
            due.setdefault(row.product_id, row)
    for row in sorted(due.values(), key=lambda row: str(row.id)):
        _enqueue(row, now)


def request_for(*, shop: Shop, picture_id: int, now: datetime) -> Request | None:
    """The request for an outside picture; None where there is no need of it, and then the product's next one has its turn."""
    with transaction.atomic():
        row = OutsidePicture.objects.filter(shop=shop, id=picture_id, product__deleted_at__isnull=True).first()
        if row is None:
            return None
        if not row.file and not row.problem:
            return Request(
                "GET",
                row.moved_to or row.address,
                headers={"Accept": "image/jpeg, image/png, image/webp, image/gif"},
                timeout=30.0,
                silence=8.0,
                max_bytes=MAX_BYTES,
                slowest=10_000,
            )
        _put_in_place(row)
        _enqueue_next(row, now)
        return None


@dataclass(frozen=True, slots=True)
class Pending:
    """A picture is not here yet: the same call is to be made again, at once for one that has moved, or after a while and why."""

    reason: str = ""


def take_answer(*, shop: Shop, picture_id: int, answer: Answer, now: datetime) -> Pending | None:
    """Writes down what came of a picture; says where it is not at its end yet."""
    row = OutsidePicture.objects.filter(shop=shop, id=picture_id, file="", problem="").first()
    if row is None:
        return None
    if answer.ok:
        _keep(shop, row, answer.body, now)
        return None
    moved_to = _moved_to(row, answer)
    if moved_to and row.hops < HOPS:
        _write(row, moved_to=moved_to, hops=row.hops + 1)
        return Pending()
    row.attempts += 1
    if answer.retryable and row.attempts < ATTEMPTS and not _is_hopeless(row, answer):
        with transaction.atomic():
            _write(row, attempts=row.attempts)
            _enqueue_next(row, now)
        return Pending(answer.reason)
    _give_up(shop, row, answer, now)
    return None


@transaction.atomic
def fetch_again(*, shop: Shop, product: Product, picture_ids: Iterable[int] | None, now: datetime) -> int:
    """다시 가져오기: the outside pictures of these ids, or all that failed, are asked for anew; returns how many."""
    rows = OutsidePicture.objects.filter(shop=shop, product_id=product.id)
    failed = ~Q(problem="")
    chosen = list(rows.filter(failed if picture_ids is None else (failed | Q(use=Use.GALLERY)) & Q(id__in=list(picture_ids))))
    for row in chosen:
        row.file, row.problem, row.reason, row.ended_at = "", "", "", None
        row.moved_to, row.hops, row.attempts = "", 0, 0
        row.save()
        strangers.release(row.host)
    for row in sorted(chosen, key=lambda row: str(row.id)):
        _enqueue(row, now)
    return len(chosen)


def _to_fetch(shop: Shop, wanted: Mapping[int, Wanted]) -> list[OutsidePicture]:
    """The rows that are new, and those whose picture is here while a text still has its address."""
    rows = {
        (row.product_id, row.use, row.digest): row for row in OutsidePicture.objects.filter(shop=shop, product_id__in=list(wanted))
    }
    asked = {(row.product_id, row.use, row.digest): row for one in wanted.items() for row in _rows(shop, *one)}
    over = [row.id for key, row in rows.items() if row.use == Use.DESCRIPTION and not row.file and key not in asked]
    OutsidePicture.objects.filter(shop=shop, id__in=over).delete()
    new = [row for key, row in asked.items() if key not in rows]
    OutsidePicture.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return [*new, *(rows[key] for key, row in asked.items() if key in rows and row.use == Use.DESCRIPTION and rows[key].file)]


def _rows(shop: Shop, product_id: int, wanted: Wanted) -> Iterator[OutsidePicture]:
    for use, addresses in ((Use.GALLERY, wanted.in_gallery), (Use.DESCRIPTION, wanted.in_texts)):
        for position, address in enumerate(addresses):
            digest = hashlib.sha256(address.encode()).hexdigest()[:32]
            yield OutsidePicture(
                shop=shop, product_id=product_id, use=use, address=address, digest=digest, host=host_of(address), position=position
            )


def _enqueue(row: OutsidePicture, now: datetime) -> None:
    fetch = find_task("mall.catalog.tasks.fetch_picture")
    fetch.enqueue(now=now, key=str(row.id), url=row.moved_to or row.address, shop_id=row.shop_id, picture_id=row.id)


def _enqueue_next(row: OutsidePicture, now: datetime) -> None:
    """The product's next picture that nobody has called for yet: so each product has few jobs, however many pictures it names."""
    waiting = OutsidePicture.objects.filter(shop_id=row.shop_id, product_id=row.product_id, file="", problem="", attempts=0)
    following = waiting.exclude(id=row.id).order_by("-use", "position", "id").first()
    if following is not None:
        _enqueue(following, now)


def _keep(shop: Shop, row: OutsidePicture, content: bytes, now: datetime) -> None:
    product = Product.objects.get(shop=shop, id=row.product_id)
    try:
        if row.use == Use.GALLERY:
            row.file = add_picture(shop=shop, product=product, content=content).file
        else:
            row.file = keep_wide(shop=shop, content=content)
    except BadPicture as bad:
        row.problem = str(bad.facts["problem"])
    with transaction.atomic():
        _put_in_place(row)
        _write(row, file=row.file, problem=row.problem, ended_at=now)
        if row.file and row.use == Use.GALLERY:
            Product.objects.filter(shop=shop, id=row.product_id).update(updated_at=now)
        _enqueue_next(row, now)


def _write(row: OutsidePicture, **values: object) -> None:
    """Writes to the row if it is still there: what a text names no longer is forgotten meanwhile."""
    OutsidePicture.objects.filter(shop_id=row.shop_id, id=row.id).update(**values)


def _put_in_place(row: OutsidePicture) -> None:
    """Replaces the address in the product's texts as they stand now, and nothing else."""
    if not row.file or row.use != Use.DESCRIPTION:
        return
    product = Product.objects.select_for_update().get(shop_id=row.shop_id, id=row.product_id)
    texts = {name: with_addresses(getattr(product, name), {row.address: own_path(row.file)}) for name in PAGES}
    changed = [name for name, text in texts.items() if text != getattr(product, name)]
    for name in changed:
        setattr(product, name, texts[name])
    if changed:
        product.save(update_fields=changed)


def _moved_to(row: OutsidePicture, answer: Answer) -> str:
    """Where an answer says that the picture is, as a whole address; empty where it says nothing of the kind."""
    location = next((value for name, value in answer.headers.items() if name.lower() == "location"), "")
    if answer.status not in (301, 302, 303, 307, 308) or not location:
        return ""
    try:
        found = urljoin(row.moved_to or row.address, location)
    except ValueError:
        return ""
    return found if is_outside(found) else ""


def _is_hopeless(row: OutsidePicture, answer: Answer) -> bool:
    """The host has failed so often in a row, whoever called it, that waiting for it again and again helps nobody."""
    host = host_of(row.moved_to or row.address)
    known = strangers.known({host}).get(host)
    return strangers.is_failure(answer) and known is not None and known.failures >= HOST_FAILURES


def _give_up(shop: Shop, row: OutsidePicture, answer: Answer, now: datetime) -> None:
    """The picture is not to be had; where its host is not to be had, neither are the others that the shop waits for from there."""
    end = {"problem": _problem(answer), "reason": answer.reason.replace("\0", "")[:300], "ended_at": now}
    with transaction.atomic():
        _write(row, attempts=row.attempts, **end)
        if _is_hopeless(row, answer):
            OutsidePicture.objects.filter(shop=shop, host=row.host, file="", problem="").update(**end)
        _enqueue_next(row, now)


def _problem(answer: Answer) -> str:
    if answer.outcome is Outcome.TOO_LARGE:
        return "too_large"
    if answer.status in (404, 410):
        return "not_found"
    return "refused" if 300 <= answer.status < 500 else "unreachable"
