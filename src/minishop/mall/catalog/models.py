"""상품: what a shop sells. A product without options has one variant, so that stock always hangs on a variant."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import WonField
from minishop.chassis.finding import KEY_LENGTH, SearchKey
from minishop.chassis.tenancy import TenantRelation
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.picture_places import LONGEST
from minishop.mall.catalog.domain.texts import LIMITS
from minishop.mall.shipping.domain.fee import Kind
from minishop.mall.shops.models import ShopModel


class Category(ShopModel):
    """상품 분류. ``source_number`` is the number it had in the system it was imported from."""

    parent_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    position = models.IntegerField(default=0)
    source_number = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["shop_id", "parent_id", "position"], name="catalog_category_tree")]

    def __str__(self) -> str:
        return self.name


class Product(ShopModel):
    """상품. ``price_text`` is the price-replacement text (판매가 대체문구): not for sale at a price (R33)."""

    class Tax(models.TextChoices):
        TAXED = "taxed"
        EXEMPT = "exempt"
        ZERO = "zero"

    code = models.CharField(max_length=40)
    own_code = models.CharField(max_length=LIMITS["own_code"], blank=True, default="")
    name = models.CharField(max_length=LIMITS["name"])
    summary = models.CharField(max_length=LIMITS["summary"], blank=True, default="")
    description = models.TextField(blank=True, default="")
    payment_guide = models.TextField(blank=True, default="")
    delivery_guide = models.TextField(blank=True, default="")
    return_guide = models.TextField(blank=True, default="")
    service_guide = models.TextField(blank=True, default="")
    search_words = models.TextField(blank=True, default="")
    price = WonField(default=Won(0))
    list_price = WonField(default=Won(0))
    price_text = models.CharField(max_length=LIMITS["price_text"], blank=True, default="")
    tax = models.CharField(max_length=6, choices=Tax, default=Tax.TAXED)
    displayed = models.BooleanField(default=True)
    for_sale = models.BooleanField(default=True)
    adult = models.BooleanField(default=False)
    recommended = models.BooleanField(default=False)
    model_name = models.CharField(max_length=LIMITS["model_name"], blank=True, default="")
    maker = models.CharField(max_length=LIMITS["maker"], blank=True, default="")
    brand = models.CharField(max_length=LIMITS["brand"], blank=True, default="")
    material = models.CharField(max_length=LIMITS["material"], blank=True, default="")
    origin = models.CharField(max_length=LIMITS["origin"], blank=True, default="")
    min_quantity = models.PositiveIntegerField(default=1)
    max_quantity = models.PositiveIntegerField(null=True)
    fee_kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind], default=Kind.GENERAL.value)
    fee_amount = WonField(default=Won(0))
    fee_block = models.PositiveIntegerField(default=1)
    position = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "code"], name="catalog_product_code"),
            models.CheckConstraint(
                condition=models.Q(price__gte=0) & models.Q(list_price__gte=0), name="catalog_price_not_negative"
            ),
            # Who may see such a product is asked nowhere, so nobody sees it.
            models.CheckConstraint(condition=~models.Q(adult=True, displayed=True), name="catalog_adult_not_displayed"),
            models.CheckConstraint(condition=models.Q(fee_amount__gte=0) & models.Q(fee_block__gte=1), name="catalog_fee_sane"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop_id", "displayed", "position", "-created_at"], name="catalog_product_shelf"),
            models.Index(fields=["shop_id", "updated_at"], name="catalog_product_changed"),
        ]

    def __str__(self) -> str:
        return self.code


class ProductKey(ShopModel):
    """찾는 말: a product is found by how one of its keys begins (``services.finding``)."""

    product_id = models.BigIntegerField()
    key = SearchKey(max_length=KEY_LENGTH)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "product_id", "key"], name="catalog_one_product_key")]
        indexes: ClassVar = [models.Index(fields=["shop_id", "key", "product_id"], name="catalog_products_by_key")]

    def __str__(self) -> str:
        return self.key


class ProductCategory(ShopModel):
    """A product's place in a category. The first one gives the breadcrumb and the feed's category names."""

    product_id = models.BigIntegerField()
    category_id = models.BigIntegerField()
    position = models.IntegerField(default=0)

    product = TenantRelation(Product, "product_id", tenant="shop_id", related_name="placements")
    category = TenantRelation(Category, "category_id", tenant="shop_id", related_name="placements")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "product_id", "category_id"], name="catalog_placed_once")
        ]
        indexes: ClassVar = [models.Index(fields=["shop_id", "category_id"], name="catalog_category_products")]


class Option(ShopModel):
    """선택 옵션: a select option with its values, or a text the buyer enters (Q15)."""

    class Input(models.TextChoices):
        SELECT = "select"
        TEXT = "text"

    product_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    input = models.CharField(max_length=6, choices=Input, default=Input.SELECT)
    values = models.JSONField(default=list)
    required = models.BooleanField(default=True)
    max_length = models.PositiveIntegerField(default=50)
    position = models.IntegerField(default=0)

    product = TenantRelation(Product, "product_id", tenant="shop_id", related_name="options")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "product_id", "name"], name="catalog_option_name")]


class Variant(ShopModel):
    """품목: one combination of option values. ``choices`` is ``[[option name, value], …]`` in the options' order."""

    product_id = models.BigIntegerField()
    code = models.CharField(max_length=44)
    choices = models.JSONField(default=list)
    surcharge = WonField(default=Won(0))
    position = models.IntegerField(default=0)

    product = TenantRelation(Product, "product_id", tenant="shop_id", related_name="variants")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "code"], name="catalog_variant_code"),
        ]
        indexes: ClassVar = [models.Index(fields=["shop_id", "product_id", "position"], name="catalog_variants")]

    def __str__(self) -> str:
        return self.code


class ProductImage(ShopModel):
    """A picture of a product: ``file`` is its name in the shop's own storage. The first position is the main one."""

    product_id = models.BigIntegerField()
    file = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.IntegerField(default=0)

    product = TenantRelation(Product, "product_id", tenant="shop_id", related_name="images")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["shop_id", "product_id", "position"], name="catalog_images")]


class OldShop(ShopModel):
    """옛 쇼핑몰: where the pictures were that a shop's files name. ``folder`` is that of the large ones."""

    folder = models.CharField(max_length=LONGEST)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id"], name="catalog_one_old_shop")]


class OutsidePicture(ShopModel):
    """바깥 사진: a picture of another host that a product names, and what came of it.

    It waits until it has a ``file``, which is its name in the shop's own storage, or a ``problem``. The row stays when the picture is taken
    off the product, so that the same source is not fetched again. ``moved_to`` is where its host said that it is.
    """

    class Use(models.TextChoices):
        DESCRIPTION = "description"
        GALLERY = "gallery"

    product_id = models.BigIntegerField()
    use = models.CharField(max_length=11, choices=Use)
    address = models.CharField(max_length=LONGEST)
    digest = models.CharField(max_length=32)
    host = models.CharField(max_length=253)
    position = models.IntegerField(default=0)
    moved_to = models.CharField(max_length=LONGEST, blank=True, default="")
    hops = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=32, blank=True, default="")
    problem = models.CharField(max_length=16, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    product = TenantRelation(Product, "product_id", tenant="shop_id", related_name="outside_pictures")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "product_id", "use", "digest"], name="catalog_outside_once"),
            models.CheckConstraint(condition=models.Q(file="") | models.Q(problem=""), name="catalog_outside_one_end"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop_id", "host"], condition=models.Q(file="", problem=""), name="catalog_outside_waiting"),
            models.Index(fields=["shop_id", "product_id"], condition=~models.Q(problem=""), name="catalog_outside_failed"),
        ]

    def __str__(self) -> str:
        return self.address
