"""상점 기본정보: what the law and the entries ask of a shop."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from minishop.chassis.finding import with_keys
from minishop.mall.shops.models import Shop


@dataclass(frozen=True, slots=True)
class Information:
    """A shop's public facts: the storefront's footer shows them, and applications carry them."""

    name: str
    business_name: str
    representative: str
    business_number: str
    mail_order_number: str
    phone: str
    fax: str
    email: str
    zipcode: str
    address1: str
    address2: str
    support_hours: str


REQUIRED_TO_APPLY = ("business_name", "representative", "business_number", "phone", "email")


def save_information(*, shop: Shop, information: Information) -> None:
    """Writes the shop's facts."""
    for name, value in asdict(information).items():
        setattr(shop, name, value)
    shop.save(update_fields=with_keys(Shop, asdict(information)))


def missing_to_apply(shop: Shop) -> list[str]:
    """The names of the facts that an application needs and the shop has not given."""
    return [name for name in REQUIRED_TO_APPLY if not getattr(shop, name)]
