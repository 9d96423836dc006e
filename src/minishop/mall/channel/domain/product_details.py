"""상품정보 v2.1: what the shop answers when a hub asks for products by combination (protocol/checkout-v1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from minishop.kernel.won import Won
from minishop.mall.channel.domain.product_information import ReturnAddress, xml_text
from minishop.mall.shipping.domain.fee import Kind, Mode, Policy

TAX = {"taxed": "TAX", "exempt": "TAX_FREE", "zero": "ZERO_TAX"}
_ASKED = re.compile(r"product\[(\d{1,4})\]\[(\w+)\]")
_TOGETHER = "1"  # the general products of a shop are delivered together


@dataclass(frozen=True, slots=True)
class AskedProduct:
    """A product that is asked about: whether with its options, and of which combinations (empty: all)."""

    code: str
    with_options: bool = False
    combinations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Combination:
    """One combination: what it costs besides, and how many of it may be bought (None: not counted)."""

    code: str
    surcharge: Won
    quantity: int | None
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Details:
    """One product. ``for_sale``: whether it is sold at all, whatever is left; ``quantity`` None is not counted. ``options`` are names with
    their values, ``texts`` what a buyer writes."""

    id: str
    name: str
    price: Won
    tax: str
    url: str
    image: str
    for_sale: bool
    quantity: int | None
    shipping: Mapping[str, str]
    fees: tuple[Won, Won]
    options: Sequence[tuple[str, Sequence[str]]] = ()
    texts: Sequence[str] = ()
    combinations: Sequence[Combination] = ()
    returns: ReturnAddress | None = None


def read_asked(query: Sequence[tuple[str, str]]) -> list[AskedProduct]:
    """The products of an indexed question, in the order of their numbers, at most a hundred; none where it is no such question."""
    found: dict[int, dict[str, str]] = {}
    for name, value in query:
        if parts := _ASKED.fullmatch(name):
            found.setdefault(int(parts[1]), {})[parts[2]] = value
    return [
        AskedProduct(code, facts.get("optionSearch") == "true" or bool(facts.get("optionManageCodes")), _codes(facts))
        for _number, facts in sorted(found.items())[:100]
        if (code := facts.get("id") or facts.get("ecmallproductId", ""))
    ]


def shipping_policy(kind: Kind, fee: Won, block: int, policy: Policy) -> dict[str, str]:
    """A product's delivery in the wire's words. Tiers have none there: their first fee stands for them [INF]."""
    if kind is Kind.FREE or (kind is Kind.GENERAL and policy.mode is Mode.FREE):
        return _policy("FREE", "FREE", Won(0))
    if kind is Kind.FIXED:
        return _policy("CHARGE", "PREPAYED", fee)
    if kind is Kind.GROWING:
        return {
            **_policy("CHARGE_BY_QUANTITY", "PREPAYED", fee),
            "chargeByQuantity/type": "REPEAT",
            "chargeByQuantity/repeatQuantity": str(block),
        }
    if policy.mode is Mode.ON_DELIVERY:
        return {"groupId": _TOGETHER, **_policy("CHARGE", "CASH_ON_DELIVERY", Won(0))}
    if policy.mode is Mode.TIERS:
        return {"groupId": _TOGETHER, **_policy("CHARGE", "PREPAYED", policy.tiers[0].fee if policy.tiers else Won(0))}
    free_from = {"conditionalFree/basePrice": str(int(policy.threshold))}
    return {"groupId": _TOGETHER, **_policy("CONDITIONAL_FREE", "PREPAYED", policy.fee), **free_from}


def write_details(products: Sequence[Details]) -> bytes:
    """The XML document."""
    root = Element("products")
    for product in products:
        _product(SubElement(root, "product"), product)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _codes(facts: Mapping[str, str]) -> frozenset[str]:
    return frozenset(code for code in facts.get("optionManageCodes", "").split(",") if code)


def _policy(kind: str, paid: str, price: Won) -> dict[str, str]:
    return {"method": "DELIVERY", "feeType": kind, "feePayType": paid, "feePrice": str(int(price))}


def _product(into: Element, product: Details) -> None:
    left = [one.quantity for one in product.combinations] or [product.quantity]
    status = "NOT_SALE" if not product.for_sale else "SOLD_OUT" if all(one == 0 for one in left) else "ON_SALE"
    _tell(into, {"id": product.id, "name": product.name, "basePrice": str(int(product.price)), "taxType": TAX[product.tax]})
    _tell(into, {"infoUrl": product.url, "imageUrl": product.image, "status": status, **_stock(product.quantity)})
    _tell(into, {"optionSupport": str(bool(product.options or product.texts)).lower()})
    if product.combinations or product.texts:
        _options(SubElement(into, "option"), product)
    _tell(SubElement(into, "shippingPolicy"), product.shipping)
    back, exchange = product.fees
    _tell(into, {name: str(int(fee)) for name, fee in (("returnShippingFee", back), ("exchangeShippingFee", exchange)) if fee})
    if product.returns is not None:
        to = product.returns
        told = {
            "zipcode": to.zipcode,
            "address1": to.address1,
            "address2": to.address2,
            "sellername": to.name,
            "contact1": to.phone,
        }
        _tell(SubElement(into, "returnInfo"), told)


def _options(into: Element, product: Details) -> None:
    ids = {
        (name, value): f"{place}-{number}"
        for place, (name, values) in enumerate(product.options)
        for number, value in enumerate(values)
    }
    for name, values in product.options:
        item = SubElement(into, "optionItem")
        _tell(item, {"type": "SELECT", "name": name})
        for value in values:
            _tell(SubElement(item, "value"), {"id": ids[name, value], "text": value})
    for name in product.texts:
        _tell(SubElement(into, "optionItem"), {"type": "INPUT", "name": name})
    for one in product.combinations:
        combination = SubElement(into, "combination")
        _tell(combination, {"manageCode": one.code, "price": str(int(one.surcharge)), **_stock(one.quantity)})
        for name, value in one.choices:
            _tell(SubElement(combination, "options"), {"name": name, "id": ids.get((name, value), "")})


def _stock(quantity: int | None) -> dict[str, str]:
    return {} if quantity is None else {"stockQuantity": str(quantity)}


def _tell(into: Element, told: Mapping[str, str]) -> None:
    """Writes elements; a name with a stroke is one inside another."""
    for name, value in told.items():
        outer, _, inner = name.partition("/")
        place = into if not inner else into.find(outer)
        if place is None:
            place = SubElement(into, outer)
        SubElement(place, inner or outer).text = xml_text(value)
