"""Reading the catalogue. Every function stands in the shop's scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from minishop.chassis.finding import holding
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.naming import feed_id, number_in
from minishop.mall.catalog.domain.options import Choices, SelectOption, choose
from minishop.mall.catalog.domain.picture_places import own_path
from minishop.mall.catalog.models import (
    Category,
    OldShop,
    Option,
    OutsidePicture,
    Product,
    ProductCategory,
    ProductImage,
    ProductKey,
    Variant,
)
from minishop.mall.shops.models import Shop


@dataclass(slots=True)
class CategoryNode:
    """A category with its children. ``count`` includes the products of all descendants (R107), each once."""

    category: Category
    count: int = 0
    children: list[CategoryNode] = field(default_factory=list)


def living_products(shop: Shop) -> QuerySet[Product]:
    """The shop's products that were not deleted."""
    return Product.objects.filter(shop=shop, deleted_at__isnull=True)


def displayed_products(shop: Shop, category: Category | None = None, search: str = "") -> QuerySet[Product]:
    """What the storefront lists, in display order, with pictures and variants; ``category`` includes its descendants."""
    products = living_products(shop).filter(displayed=True)
    if category is not None:
        products = products.filter(id__in=ids_in(shop, category))
    if search:
        products = products_of_words(shop, products, search)
    return with_parts(products.order_by("position", "-created_at", "-id"))


def products_of_words(shop: Shop, products: QuerySet[Product], words: str) -> QuerySet[Product]:
    """Those of the shop's products that have each of these words in their name, or at the beginning of a code or of a word to search by."""
    return holding(products, ProductKey.objects.filter(shop=shop), "product_id", words)


def feed_products(shop: Shop) -> QuerySet[Product]:
    """Every product a feed row could be made of; whether it is made is ``feed.domain.absence``'s to say."""
    return with_parts(living_products(shop).filter(displayed=True, price__gt=0, price_text="").order_by("id"))


def find_product(shop: Shop, code: str) -> Product | None:
    """The shop's product of a code, with its parts; None for a deleted or unknown one."""
    return with_parts(living_products(shop).filter(code=code)).first()


def products_of_feed_ids(shop: Shop, told: Iterable[str]) -> dict[str, Product]:
    """The shop's products by what the search knows them by (``naming.feed_id``); unknown and deleted ones are left out."""
    wanted = set(told)
    numbers = [number for number in map(number_in, wanted) if number is not None]
    found = living_products(shop).filter(Q(code__in=wanted) | Q(id__in=numbers))
    return {feed_id(product.code, product.id): product for product in found if feed_id(product.code, product.id) in wanted}


def find_products(shop: Shop, codes: Iterable[str]) -> list[Product]:
    """The shop's products of these codes, with their parts; unknown ones are left out."""
    return list(with_parts(living_products(shop).filter(code__in=list(codes))))


def with_parts(products: QuerySet[Product]) -> QuerySet[Product]:
    """The same products with pictures, options, variants and placements at hand, in a fixed number of queries."""
    return products.prefetch_related(
        Prefetch("images", ProductImage.objects.order_by("position", "id")),
        Prefetch("options", Option.objects.order_by("position", "id")),
        Prefetch("variants", Variant.objects.order_by("position", "id")),
        Prefetch("placements", ProductCategory.objects.select_related("category").order_by("position", "id")),
    )


def select_options(product: Product) -> list[SelectOption]:
    """The product's select options as the rules know them."""
    selects = (option for option in product.options.all() if option.input == Option.Input.SELECT)
    return [SelectOption(option.name, tuple(option.values)) for option in selects]


def choices_of(variant: Variant) -> Choices:
    """The combination that a variant is, as the rules know it."""
    return tuple((name, value) for name, value in variant.choices)


def text_options(product: Product) -> list[Option]:
    """The product's options that the buyer writes (Q15)."""
    return [option for option in product.options.all() if option.input == Option.Input.TEXT]


def texts_of(product: Product) -> list[TextOption]:
    """The product's text options as the rules know them."""
    return [TextOption(option.name, option.required, option.max_length) for option in text_options(product)]


def resolve_variant(product: Product, chosen: Mapping[str, str]) -> Variant:
    """The variant that a buyer's choices name; raises ChoiceMissing, or Variant.DoesNotExist for a combination not offered."""
    choices = [list(choice) for choice in choose(select_options(product), chosen)]
    found = next((variant for variant in product.variants.all() if variant.choices == choices), None)
    if found is None:
        raise Variant.DoesNotExist(choices)
    return found


def category_tree(shop: Shop) -> list[CategoryNode]:
    """The shop's categories as a forest in display order, with product counts."""
    nodes = {category.id: CategoryNode(category) for category in Category.objects.filter(shop=shop).order_by("position", "id")}
    roots: list[CategoryNode] = []
    for node in nodes.values():
        parent = nodes.get(node.category.parent_id or 0)
        (parent.children if parent else roots).append(node)
    inside: dict[int, set[int]] = {}
    living = ProductCategory.objects.filter(shop=shop, product__deleted_at__isnull=True)
    for category_id, product_id in living.values_list("category_id", "product_id"):
        inside.setdefault(category_id, set()).add(product_id)
    for root in roots:
        _count(root, inside)
    return roots


def categories_in_order(shop: Shop) -> list[Category]:
    """The shop's categories as one list, each followed by its descendants."""
    listed: list[Category] = []
    todo = category_tree(shop)[::-1]
    while todo:
        node = todo.pop()
        listed.append(node.category)
        todo += node.children[::-1]
    return listed


def breadcrumb(shop: Shop, category: Category) -> list[Category]:
    """From the top category down to this one."""
    parents = {one.id: one for one in Category.objects.filter(shop=shop)}
    path = [category]
    while (parent := parents.get(path[0].parent_id or 0)) is not None and parent not in path:
        path.insert(0, parent)
    return path


def category_names(product: Product, categories: Mapping[int, Category]) -> list[str]:
    """The names from the top category down to the product's first one, at most four; ``categories`` are the shop's, by id."""
    placement = next(iter(product.placements.all()), None)
    one = categories.get(placement.category_id) if placement else None
    names: list[str] = []
    while one is not None and len(names) < 4:
        names.insert(0, one.name)
        one = categories.get(one.parent_id or 0)
    return names


def _count(node: CategoryNode, inside: Mapping[int, set[int]]) -> set[int]:
    found = set(inside.get(node.category.id, set()))
    for child in node.children:
        found |= _count(child, inside)
    node.count = len(found)
    return found


def ids_in(shop: Shop, category: Category) -> QuerySet[ProductCategory, int]:
    """The ids of the products in a category or below it."""
    children: dict[int | None, list[int]] = {}
    for one, parent in Category.objects.filter(shop=shop).values_list("id", "parent_id"):
        children.setdefault(parent, []).append(one)
    wanted, todo = set(), [category.id]
    while todo:
        one = todo.pop()
        if one not in wanted:
            wanted.add(one)
            todo += children.get(one, [])
    return ProductCategory.objects.filter(shop=shop, category_id__in=wanted).values_list("product_id", flat=True)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a product's outside pictures: the paths of those of its texts that are here, by their addresses, and every address that
    was ever asked for, for its texts and for its gallery."""

    paths: dict[str, str] = field(default_factory=dict)
    in_texts: set[str] = field(default_factory=set)
    in_gallery: set[str] = field(default_factory=set)


def known_pictures(shop: Shop, product_ids: Iterable[int]) -> dict[int, Known]:
    """What is known of these products' outside pictures, by product id; every product is there."""
    ids = list(product_ids)
    known = {product_id: Known() for product_id in ids}
    rows = OutsidePicture.objects.filter(shop=shop, product_id__in=ids)
    for product_id, use, address, file in rows.values_list("product_id", "use", "address", "file"):
        one = known[product_id]
        (one.in_gallery if use == OutsidePicture.Use.GALLERY else one.in_texts).add(address)
        if file and use == OutsidePicture.Use.DESCRIPTION:
            one.paths[address] = own_path(file)
    return known


def sources_of(product: Product) -> dict[str, str]:
    """The addresses from which the pictures in a product's texts came, by the paths at which they are now."""
    rows = OutsidePicture.objects.filter(shop_id=product.shop_id, product_id=product.id, use=OutsidePicture.Use.DESCRIPTION)
    return {own_path(file): address for file, address in rows.exclude(file="").values_list("file", "address")}


def picture_folder_of(shop: Shop) -> str:
    """The folder in which the old shop had its large pictures; empty where nobody has said."""
    return OldShop.objects.filter(shop=shop).values_list("folder", flat=True).first() or ""


def missing_pictures(product: Product, *, at_most: int = 50) -> list[OutsidePicture]:
    """The product's outside pictures that are not here: those that wait, that failed, and that were taken off its gallery again."""
    rows = OutsidePicture.objects.filter(shop=product.shop, product_id=product.id).order_by("use", "position", "id")
    here = {image.file for image in product.images.all()}
    gone = Q(file="") | (Q(use=OutsidePicture.Use.GALLERY) & ~Q(file__in=here))
    return list(rows.filter(gone)[:at_most])


def without_pictures(shop: Shop) -> QuerySet[Product]:
    """The shop's products that have no picture of their own."""
    return living_products(shop).filter(images=None)


def with_failed_pictures(shop: Shop) -> QuerySet[Product]:
    """The shop's products that name pictures of other hosts which could not be fetched."""
    failed = OutsidePicture.objects.filter(shop=shop).exclude(problem="").values("product_id")
    return living_products(shop).filter(id__in=failed)
