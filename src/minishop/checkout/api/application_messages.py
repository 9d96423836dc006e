"""The bodies of our own applications API (protocol/minishop, section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import UNSET, Struct, UnsetType

from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.services import Application

_NEEDED, _ADDRESS, _TOO_LONG = "필수 항목입니다.", "웹 주소여야 합니다.", "너무 깁니다."
_BUSINESS_NUMBER, _EMAIL = "숫자 10자리여야 합니다.", "메일 주소여야 합니다."
_LONGEST = {"shopName": 60, "businessName": 60, "representative": 40, "phone": 20, "email": 254, "shopUrl": 200}


class ApplicationRequest(Struct, rename="camel", kw_only=True):
    """What a host says of a shop that applies."""

    shop_code: str
    shop_name: str
    business_name: str
    representative: str
    business_number: str
    phone: str
    email: str
    shop_url: str
    product_info_url: str
    hint_url: str = ""
    hold_url: str = ""
    hold_policy: HoldPolicy = HoldPolicy.REQUIRE

    def faults(self) -> list[FieldFault]:
        """What does not fit, field by field; nothing when all does."""
        return list(self._faults())

    def _faults(self) -> Iterator[FieldFault]:
        texts = {"shopName": self.shop_name, "businessName": self.business_name, "representative": self.representative}
        for name, text in {**texts, "phone": self.phone, "email": self.email, "shopUrl": self.shop_url}.items():
            if name in texts and not text.strip():
                yield FieldFault(name=name, message=_NEEDED)
            if _is_unfit(text, _LONGEST[name]):
                yield FieldFault(name=name, message=_TOO_LONG)
        addresses = {"shopUrl": self.shop_url, "productInfoUrl": self.product_info_url}
        may_be_empty = {"hintUrl": self.hint_url, "holdUrl": self.hold_url}
        for name, address in (addresses | may_be_empty).items():
            if not _is_web_address(address) and (address or name in addresses):
                yield FieldFault(name=name, message=_ADDRESS)
        if not re.fullmatch(r"[0-9]{10}", self.business_number):
            yield FieldFault(name="businessNumber", message=_BUSINESS_NUMBER)
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", self.email):
            yield FieldFault(name="email", message=_EMAIL)

    def application(self) -> Application:
        """The same in the hub's words."""
        return Application(
            shop_name=self.shop_name,
            shop_url=self.shop_url,
            business_name=self.business_name,
            representative=self.representative,
            business_number=self.business_number,
            phone=self.phone,
            email=self.email,
            product_info_url=self.product_info_url,
            hint_url=self.hint_url,
            hold_url=self.hold_url,
            hold_policy=self.hold_policy.value,
        )


def _is_unfit(text: str, most: int) -> bool:
    """Whether a text is too long, or has the character that PostgreSQL keeps in no column."""
    return len(text) > most or "\0" in text


class PgRequest(Struct, rename="camel", kw_only=True):
    """The PG contract that a merchant's orders are paid through."""

    provider: str
    mid: str
    secret_key: str
    means: list[str] | None = None
    partial_cancel: list[str] | None = None

    def terms(self) -> dict[str, list[str]]:
        """What the host tells of the contract."""
        told = {"means": self.means, "partial_cancel": self.partial_cancel}
        return {name: means for name, means in told.items() if means is not None}

    def faults(self) -> list[FieldFault]:
        """What does not fit, field by field."""
        limits = {"provider": (self.provider, 20), "mid": (self.mid, 60), "secretKey": (self.secret_key, 80)}
        missing = [FieldFault(name=name, message=_NEEDED) for name, (text, _) in limits.items() if not text]
        unfit = [name for name, (text, most) in limits.items() if _is_unfit(text, most)]
        listed = {"means": self.means, "partialCancel": self.partial_cancel}
        unfit += [name for name, means in listed.items() if means and (len(means) > 20 or any(_is_unfit(one, 20) for one in means))]
        return missing + [FieldFault(name=name, message=_TOO_LONG) for name in unfit]


class FieldFault(Struct):
    """A field that does not fit, and why."""

    name: str
    message: str


class HostError(Struct, rename="camel", omit_defaults=True, kw_only=True):
    """A refusal."""

    code: str
    message: str
    invalid_inputs: list[FieldFault] | UnsetType = UNSET


class MerchantKeys(Struct, rename="camel", kw_only=True):
    """What an approved merchant's system needs."""

    merchant_id: str
    certi_key: str
    button_key: str
    client_id: str
    client_secret: str
    hint_secret: str


class ApplicationAnswer(Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Where an application stands."""

    application_id: str
    status: str
    reason: str | UnsetType = UNSET
    merchant: MerchantKeys | UnsetType = UNSET


def answer_of(merchant: Merchant) -> ApplicationAnswer:
    """Where this application stands, with the keys once it is approved and the reason once it is rejected."""
    return ApplicationAnswer(
        application_id=str(merchant.id),
        status=merchant.state.upper(),
        reason=merchant.reason or UNSET,
        merchant=_keys(merchant) if merchant.state == MerchantState.APPROVED else UNSET,
    )


def _keys(merchant: Merchant) -> MerchantKeys:
    return MerchantKeys(
        merchant_id=merchant.public_id or "",
        certi_key=merchant.certi_key,
        button_key=merchant.button_key,
        client_id=merchant.client_id or "",
        client_secret=merchant.client_secret,
        hint_secret=merchant.hint_secret,
    )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # raises for one that is none
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= 300 and text.isprintable() and " " not in text
    )
