"""지식쇼핑 연결: what the search said last of a shop."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.secrets.fields import EncryptedField
from minishop.mall.feed.domain.report import Outcome
from minishop.mall.shops.models import ShopModel


class SearchConnection(ShopModel):
    """The shop's identity at the search, and its last report (protocol/minishop, section 6). One row a shop, from its approval on.

    ``report_secret`` is empty where the search knows no reports, and ``run`` 0 before the first. ``agreed_run`` is the held crawl whose loss
    the seller has agreed to. ``refused_count`` counts products beyond those that are kept (``RefusedProduct``).
    """

    partner = models.CharField(max_length=40)
    report_secret = EncryptedField(blank=True, default="")
    run = models.BigIntegerField(default=0)
    crawled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=[(o.value, o.value) for o in Outcome], blank=True, default="")
    fault = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    is_listed = models.BooleanField(default=True)
    products = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    held_run = models.BigIntegerField(null=True)
    held_standing = models.PositiveIntegerField(default=0)
    held_coming = models.PositiveIntegerField(default=0)
    agreed_run = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id"], name="feed_one_search_connection")]


class RefusedProduct(ShopModel):
    """받지 않은 상품: a line of the feed that the search refused, as its last report says: why, and which cell. All of a shop are replaced by each
    report. ``product_id`` is None where the shop has no such product any more; ``listed_as`` is what the search knows it by."""

    product_id = models.BigIntegerField(null=True)
    listed_as = models.CharField(max_length=50)
    fault = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True, default="")
    value = models.CharField(max_length=80, blank=True, default="")
    position = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "position"], name="feed_refused_in_order")]
        indexes: ClassVar = [models.Index(fields=["shop_id", "product_id"], name="feed_refused_products")]
