"""클릭: that someone went from the search to a shop. Nothing says who."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.shopping.partners.models import PartnerModel


class Click(PartnerModel):
    """One click-out. The document may be gone by now: its product's code is kept."""

    document_id = models.BigIntegerField()
    product_code = models.CharField(max_length=50)
    words = models.CharField(max_length=100, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "at"], name="clicks_of_partner"),
            models.Index(fields=["at"], name="clicks_old"),
        ]
