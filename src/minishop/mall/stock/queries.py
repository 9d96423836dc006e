"""Reading stock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from minishop.chassis.tenancy import across_tenants
from minishop.mall.catalog.domain.purchase import Offer, PurchaseInfo, purchase_info
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.balance import Balance
from minishop.mall.stock.domain.holding import GRACE, HoldState
from minishop.mall.stock.domain.levels import Kind, Level, left, left_of_product, offered
from minishop.mall.stock.models import StockBuffer, StockHold, StockHoldLine, StockLevel, StockMovement


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a channel has of a variant: ``left`` to be held or sold now, ``offered`` without regard to who is paying just now (None: not
    counted), and the pieces it keeps back."""

    left: int | None = None
    offered: int | None = None
    reserve: int = 0

    @property
    def is_being_paid(self) -> bool:
        """결제 진행 중: nothing is left, but what others hold may come free."""
        return self.left == 0 and self.offered != 0


UNCOUNTED = Shelf()


def selling_channel() -> str:
    """The hub that the shops of this mall sell through, by its profile's name."""
    return str(settings.HUB_PROFILE)


def shelves(shop: Shop, variant_ids: Iterable[int], channel: str = "") -> dict[int, Shelf]:
    """What a channel (the hub's, unless another is named) has of each variant, in one statement."""
    wanted = list(variant_ids)
    rows = StockLevel.objects.filter(shop=shop, variant_id__in=wanted).annotate(buffer=_buffer(channel or selling_channel()))
    found = {}
    for variant_id, quantity, held, safety, sold_out, buffer in rows.values_list(
        "variant_id", "quantity", "held", "safety", "sold_out", "buffer"
    ):
        reserve = max(safety, buffer)
        found[variant_id] = Shelf(
            left(quantity, held, sold_out=sold_out, reserve=reserve), offered(quantity, sold_out=sold_out, reserve=reserve), reserve
        )
    return {variant_id: found.get(variant_id, UNCOUNTED) for variant_id in wanted}


def _buffer(channel: str) -> Coalesce:
    """What a channel keeps back of a level's variant: the variant's own row goes before the one for all."""
    rows = StockBuffer.objects.filter(shop_id=OuterRef("shop_id"), channel=channel)
    own, for_all = rows.filter(variant_id=OuterRef("variant_id")), rows.filter(variant_id__isnull=True)
    return Coalesce(Subquery(own.values("pieces")[:1]), Subquery(for_all.values("pieces")[:1]), 0)


@dataclass(frozen=True, slots=True)
class Account:
    """The numbers of a variant as its seller keeps them. ``buffer``: the hub's own of the variant; None: as for all."""

    variant: Variant
    level: Level
    version: int
    safety: int
    sold_out: bool
    buffer: int | None


def accounts(shop: Shop, product: Product) -> list[Account]:
    """The numbers of a product's variants, in their order."""
    variants = list(product.variants.all())
    levels = {row.variant_id: row for row in StockLevel.objects.filter(shop=shop, variant_id__in=[one.id for one in variants])}
    buffers = StockBuffer.objects.filter(shop=shop, channel=selling_channel(), variant_id__in=[one.id for one in variants])
    own = dict(buffers.values_list("variant_id", "pieces"))
    rows = [(variant, levels.get(variant.id) or StockLevel(variant_id=variant.id)) for variant in variants]
    return [Account(one, row.level, row.version, row.safety, row.sold_out, own.get(one.id)) for one, row in rows]


def buffer_for_all(shop: Shop) -> int:
    """What the hub's channel keeps back of every variant that has no buffer of its own."""
    rows = StockBuffer.objects.filter(shop=shop, channel=selling_channel(), variant_id__isnull=True)
    return rows.values_list("pieces", flat=True).first() or 0


def movements_of(shop: Shop, variant_ids: Iterable[int], most: int = 100) -> list[StockMovement]:
    """The last movements of variants, the newest first."""
    return list(StockMovement.objects.filter(shop=shop, variant_id__in=list(variant_ids)).order_by("-id")[:most])


def sellable(shop: Shop, variant_ids: Iterable[int]) -> dict[int, int | None]:
    """What is left of each variant for the hub: None is not counted, 0 is sold out or being paid by others."""
    return {variant_id: shelf.left for variant_id, shelf in shelves(shop, variant_ids).items()}


def standing_of(shop: Shop, channel: str, order_no: str) -> StockHold | None:
    """What is known of an order's pieces."""
    return StockHold.objects.filter(shop=shop, channel=channel, order_no=order_no).first()


def pieces_of(shop: Shop, hold: StockHold | None) -> dict[int, int]:
    """What a live hold has, by variant."""
    if hold is None:
        return {}
    return dict(StockHoldLine.objects.filter(shop=shop, hold_id=hold.id).values_list("variant_id", "quantity"))


def has_due(shop: Shop, channel: str, variant_ids: Iterable[int], until: datetime) -> bool:
    """Whether holds of one of these variants were promised until an instant or before (index ``stock_held_by_variant``: of live holds)."""
    due = StockHold.objects.filter(shop=shop, channel=channel, state=HoldState.HELD, until__lte=until)
    held = StockHoldLine.objects.filter(shop=shop, variant_id__in=list(variant_ids))
    return due.filter(id__in=held.values("hold_id")).exists()


def shops_with_due(true_now: datetime) -> list[int]:
    """The shops in which holds are over since two minutes (index ``stock_holds_due``); the others come with the next round."""
    with across_tenants("holds that are over are freed, whoever's they are"):
        due = StockHold.objects.filter(state=HoldState.HELD, until__lte=true_now - GRACE).order_by("until")
        return sorted(set(due.values_list("shop_id", flat=True)[:500]))


def latest_due(shop: Shop, until: datetime) -> datetime | None:
    """The latest end of live holds among those promised until an instant or before."""
    due = StockHold.objects.filter(shop=shop, state=HoldState.HELD, until__lte=until)
    return due.order_by("-until").values_list("until", flat=True).first()


def waiting_pieces(shop: Shop, true_now: datetime) -> int:
    """Pieces under holds that are over since two minutes, and wait for what the hub knows of them."""
    over = StockHold.objects.filter(shop=shop, state=HoldState.HELD, until__lte=true_now - GRACE)
    waiting = StockHoldLine.objects.filter(shop=shop, hold_id__in=over.values("id"))
    return int(waiting.aggregate(sum=Sum("quantity"))["sum"] or 0)


def overheld(shop: Shop) -> list[StockLevel]:
    """Levels of which more is promised than a count has found, with their products; a hundred at the most."""
    over = StockLevel.objects.filter(shop=shop, held__gt=F("quantity"), variant__product__deleted_at__isnull=True)
    return list(over.select_related("variant__product").order_by("variant_id")[:100])


def held_at_registration(shop: Shop, variant_ids: Iterable[int]) -> list[tuple[int, int, int]]:
    """What live holds of registrations have of these variants: hold, variant, pieces."""
    made = StockHold.objects.filter(shop=shop, state=HoldState.HELD, order_no=F("registration"))
    lines = StockHoldLine.objects.filter(shop=shop, variant_id__in=list(variant_ids), hold_id__in=made.values("id"))
    return list(lines.values_list("hold_id", "variant_id", "quantity"))


def live_holds_of(shop: Shop, **whose: str) -> list[str]:
    """The order numbers of live holds of a ``visitor``, ``cart`` or ``address``."""
    return list(StockHold.objects.filter(shop=shop, state=HoldState.HELD, **whose).values_list("order_no", flat=True))


def pieces_of_cart(shop: Shop, cart: str) -> dict[int, int]:
    """What live holds have for a cart, by variant."""
    holds = StockHold.objects.filter(shop=shop, state=HoldState.HELD, cart=cart)
    lines = StockHoldLine.objects.filter(shop=shop, hold_id__in=holds.values("id")).values_list("variant_id")
    return dict(lines.annotate(sum=Sum("quantity")))


def times_unpaid(shop: Shop, cart: str, variant_ids: Iterable[int], since: datetime) -> int:
    """How often a cart has let the pieces of one of these variants expire since an instant."""
    if not cart:
        return 0
    numbers = StockHold.objects.filter(shop=shop, cart=cart, state=HoldState.EXPIRED).values("order_no")
    expired = StockMovement.objects.filter(shop=shop, kind=Kind.EXPIRED, at__gte=since, variant_id__in=list(variant_ids))
    return max(
        expired.filter(order_no__in=numbers).values_list("variant_id").annotate(times=Count("id")).values_list("times", flat=True),
        default=0,
    )


def offers(shop: Shop, products: Iterable[Product]) -> dict[int, Offer]:
    """The offers of products whose variants are at hand, by product id, in one query. Nobody who is paying just now strikes a product
    from lists and search."""
    products = list(products)
    found = shelves_of(shop, products)
    return {product.id: offer_of(product, found) for product in products}


def shelves_of(shop: Shop, products: Iterable[Product]) -> dict[int, Shelf]:
    """What the hub's channel has of every variant of products whose variants are at hand, by variant id, in one statement."""
    return shelves(shop, [variant.id for product in products for variant in product.variants.all()])


def offer_of(product: Product, found: Mapping[int, Shelf]) -> Offer:
    """The offer of a product, all of whose variants have their shelf in what was found."""
    left = left_of_product([found[variant.id].offered for variant in product.variants.all()])
    return Offer(product.displayed, product.for_sale, product.price, product.price_text, left)


def purchase_infos(shop: Shop, products: Iterable[Product]) -> dict[int, PurchaseInfo]:
    """What a visitor may do with each product, by product id."""
    return {product_id: purchase_info(offer) for product_id, offer in offers(shop, products).items()}


def levels_after(shop: Shop, variant_id: int, most: int = 500) -> list[int]:
    """The variants of a shop's next levels."""
    rows = StockLevel.objects.filter(shop=shop, variant_id__gt=variant_id).order_by("variant_id")
    return list(rows.values_list("variant_id", flat=True)[:most])


def balances(shop: Shop, variant_ids: Iterable[int]) -> list[Balance]:
    """Levels beside what their movements and live holds come to, in a fixed number of statements."""
    wanted = list(variant_ids)
    moves = StockMovement.objects.filter(shop=shop, variant_id__in=wanted).values_list("variant_id")
    moved = {one: Level(q, h, u) for one, q, h, u in moves.annotate(q=Sum("dq"), h=Sum("dh"), u=Sum("du"))}
    held = StockHoldLine.objects.filter(shop=shop, variant_id__in=wanted).values_list("variant_id")
    lines = dict(held.annotate(sum=Sum("quantity")))
    levels = StockLevel.objects.filter(shop=shop, variant_id__in=wanted).order_by("variant_id")
    return [Balance(one.variant_id, one.level, moved.get(one.variant_id, Level(0)), lines.get(one.variant_id, 0)) for one in levels]
