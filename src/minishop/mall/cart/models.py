"""장바구니: a visitor's cart in one shop, found by a token in a cookie of the storefront's host."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.tenancy import TenantRelation
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.shops.models import ShopModel


class Cart(ShopModel):
    """A visitor's cart."""

    token = models.CharField(max_length=64)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "token"], name="cart_token")]
        indexes: ClassVar = [models.Index(fields=["updated_at"], name="cart_stale")]


class CartLine(ShopModel):
    """A variant in a cart, with the texts that the buyer entered (``[[option name, text], …]``). Prices are never kept here."""

    cart_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    variant_id = models.BigIntegerField()
    texts = models.JSONField(default=list)
    texts_key = models.CharField(max_length=64, blank=True, default="")
    quantity = models.PositiveIntegerField()
    position = models.BigIntegerField(default=0)

    cart = TenantRelation(Cart, "cart_id", tenant="shop_id", related_name="lines")
    product = TenantRelation(Product, "product_id", tenant="shop_id", related_name="+")
    variant = TenantRelation(Variant, "variant_id", tenant="shop_id", related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "cart_id", "variant_id", "texts_key"], name="cart_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1) & models.Q(quantity__lte=999), name="cart_quantity"),
        ]
