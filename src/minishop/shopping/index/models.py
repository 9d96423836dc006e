"""색인 문서: a product of a listed shop, as its feed describes it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import WonField
from minishop.kernel.won import Won
from minishop.shopping.index.domain.texts import LIMITS
from minishop.shopping.partners.models import PartnerModel


class Document(PartnerModel):
    """One product of one partner. ``digest`` is that of the listing it was made from, so that nothing unchanged is written.

    Its words stand in ``shopping_index_text``, which each database makes in its own way (``index.engines``).
    """

    product_code = models.CharField(max_length=50)
    digest = models.CharField(max_length=32)
    title = models.CharField(max_length=LIMITS["title"])
    price = WonField()
    list_price = WonField(default=Won(0))  # 0 where the shop names none
    shipping = models.IntegerField()
    link = models.CharField(max_length=1000)
    image_link = models.CharField(max_length=1000)
    category = models.CharField(max_length=50)
    category_path = models.CharField(max_length=220)
    condition = models.CharField(max_length=10)
    brand = models.CharField(max_length=LIMITS["brand"], blank=True, default="")
    maker = models.CharField(max_length=LIMITS["maker"], blank=True, default="")
    origin = models.CharField(max_length=LIMITS["origin"], blank=True, default="")
    event_words = models.CharField(max_length=LIMITS["event_words"], blank=True, default="")
    review_count = models.BigIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="index_document_by_id"),
            models.Index(fields=["first_seen_at"], name="index_document_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "product_code"], name="index_one_document_a_product"),
            models.CheckConstraint(condition=models.Q(price__gt=0), name="index_price_positive"),
            models.CheckConstraint(condition=models.Q(shipping__gte=-1), name="index_shipping_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_free_shipping(self) -> bool:
        """무료배송."""
        return self.shipping == 0

    @property
    def is_paid_on_delivery(self) -> bool:
        """착불."""
        return self.shipping < 0
