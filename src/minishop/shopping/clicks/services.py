"""클릭 기록: a buyer goes to a shop."""

from __future__ import annotations

from datetime import datetime

from minishop.chassis.tenancy import scope
from minishop.kernel.ids import new_id
from minishop.shopping.clicks.domain.landing import landing_address, tracking_value
from minishop.shopping.clicks.models import Click
from minishop.shopping.index.models import Document


def click_out(*, document: Document, words: str, now: datetime) -> str:
    """Records a click on a product, found by these words, and returns the address in the shop to go to."""
    click_id = new_id()
    with scope(document.partner_id):
        Click.objects.create(
            partner_id=document.partner_id,
            id=click_id,
            document_id=document.id,
            product_code=document.product_code,
            words=words.replace("\x00", "").strip()[:100],
            at=now,
        )
    return landing_address(document.link, tracking_value(click_id, document.partner.public_id or "", now))
