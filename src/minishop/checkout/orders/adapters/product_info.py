"""상품정보 제공 URL: asking a shop what it sells now (protocol/checkout-v1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from minishop.chassis.http import Terms, exchange
from minishop.checkout.orders.domain.offers import Offer
from minishop.checkout.orders.errors import ShopSilent
from minishop.kernel.won import Won

TIMEOUT_SECONDS = 2.0
MAX_BYTES = 2_000_000


def ask_offers(url: str, product_ids: Iterable[str], terms: Terms) -> dict[str, Offer]:
    """What the shop offers of these products; those it does not name are not there. Raises ShopSilent."""
    query = urlencode([("ITEM_ID", product_id) for product_id in dict.fromkeys(product_ids)])
    address = f"{url}{'&' if '?' in url else '?'}{query}"
    answer = exchange("GET", address, timeout=TIMEOUT_SECONDS, max_bytes=MAX_BYTES, terms=terms)
    if not answer.ok:
        raise ShopSilent(reason=answer.reason)
    return read_offers(answer.body)


def read_offers(body: bytes) -> dict[str, Offer]:
    """The offers of an answer. Raises ShopSilent when it is no such answer, even after the repairs that are known to help."""
    root = _parse(_text(body))
    offers: dict[str, Offer] = {}
    for item in root.iter("item"):
        offer = _offer(item)
        if offer is not None:
            offers.setdefault((item.get("id") or "").strip(), offer)
    return offers


def _offer(item: Element) -> Offer | None:
    price, quantity = _digits(item.findtext("price")), _digits(item.findtext("quantity"))
    if price is None or quantity is None:
        return None
    return Offer(price=Won(price), quantity=quantity)


def _digits(text: str | None) -> int | None:
    plain = (text or "").strip().replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 12 else None


def _text(body: bytes) -> str:
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_-]{1,20})[\"']", body[:200])
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        text = body.decode("cp949" if encoding in ("euc-kr", "ks_c_5601-1987", "cp949") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShopSilent(reason=f"not {encoding}: {error.reason}") from None
    return re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)


def _parse(text: str) -> Element:
    try:
        root = _element(text)
    except ParseError:
        root = _parse_repaired(text)
    if root.tag != "response":
        raise ShopSilent(reason=f"the root is {root.tag[:40]}")
    return root


def _parse_repaired(text: str) -> Element:
    try:
        return _element(_repaired(text))
    except ParseError as error:
        raise ShopSilent(reason=f"ill-formed: {error}") from None


def _element(text: str) -> Element:
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (DefusedXmlException, ValueError) as error:
        raise ShopSilent(reason=f"refused: {error}") from None
    return root


def _repaired(text: str) -> str:
    """Without the parts that shops are known to close wrongly and we do not need, and with bare ampersands made whole.

    Takes time in proportion to the text, whatever stands in it: it comes from strangers.
    """
    pieces = []
    for plain, literal in _literals(text):
        pieces += [re.sub(r"&(?!#?\w{1,20};)", "&amp;", plain), literal]
    return _without("options", _without("category", "".join(pieces)))


def _literals(text: str) -> Iterator[tuple[str, str]]:
    """The text in pairs: what stands before a closed CDATA section, and the section."""
    at = 0
    while (begins := text.find("<![CDATA[", at)) >= 0 and (ends := text.find("]]>", begins)) >= 0:
        yield text[at:begins], text[begins : ends + 3]
        at = ends + 3
    yield text[at:], ""


def _without(name: str, text: str) -> str:
    """The text without the elements of a name that are closed."""
    opening, closing = re.compile(rf"<{name}\b[^<>]*>"), f"</{name}>"
    kept, at = [], 0
    while (found := opening.search(text, at)) and (ends := text.find(closing, found.end())) >= 0:
        kept.append(text[at : found.start()])
        at = ends + len(closing)
    return "".join([*kept, text[at:]])
