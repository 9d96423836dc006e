"""The bodies of the REST order API, as it reads and writes them. Absent members are left out, never null."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

Text = Annotated[str, Meta(pattern=r"^[^\x00]*$", max_length=200)]
Absent = UnsetType


class Message(Struct, rename="camel", omit_defaults=True, kw_only=True):
    """The base of what is written; a default is not."""


class Request(Struct, rename="camel", kw_only=True):
    """The base of what is read: types are exact, members we do not know are left alone."""


class ConfirmRequest(Request, kw_only=True):
    """``POST …/confirm``."""

    product_order_ids: Annotated[list[Text], Meta(min_length=1, max_length=30)]


class QueryRequest(Request, kw_only=True):
    """``POST …/query``."""

    product_order_ids: Annotated[list[Text], Meta(min_length=1, max_length=300)]
    quantity_claim_compatibility: bool = False


class DispatchItem(Request, kw_only=True):
    """One line to be sent."""

    product_order_id: Text
    delivery_method: Text
    delivery_company_code: Text = ""
    tracking_number: Text = ""
    dispatch_date: Text = ""


class DispatchRequest(Request, kw_only=True):
    """``POST …/dispatch``."""

    dispatch_product_orders: Annotated[list[DispatchItem], Meta(min_length=1, max_length=30)]


class Answered(Message, kw_only=True):
    """What surrounds every answer's data."""

    timestamp: str
    trace_id: str
    data: object


class Fail(Message, kw_only=True):
    """Why a line was not done."""

    product_order_id: str
    code: str
    message: str


class ConfirmSuccess(Message, kw_only=True):
    """An acknowledged line."""

    product_order_id: str
    is_receiver_address_changed: bool


class ConfirmData(Message, kw_only=True):
    """``data`` of confirm."""

    success_product_order_infos: list[ConfirmSuccess]
    fail_product_order_infos: list[Fail]


class DispatchData(Message, kw_only=True):
    """``data`` of dispatch."""

    success_product_order_ids: list[str]
    fail_product_order_infos: list[Fail]


class More(Message, kw_only=True):
    """Where the next page begins."""

    more_from: str
    more_sequence: str


class ChangedStatus(Message, kw_only=True):
    """One row of last-changed-statuses."""

    order_id: str
    product_order_id: str
    last_changed_type: str
    last_changed_date: str
    payment_date: str | Absent = UNSET
    product_order_status: str
    claim_type: str | Absent = UNSET
    claim_status: str | Absent = UNSET
    receiver_address_changed: bool


class ChangedData(Message, kw_only=True):
    """``data`` of last-changed-statuses."""

    count: int
    more: More | Absent = UNSET
    last_change_statuses: list[ChangedStatus]


class FeedChange(Message, kw_only=True):
    """One row of our change feed."""

    cursor: str
    order_id: str
    product_order_id: str
    last_changed_type: str
    last_changed_date: str
    product_order_status: str
    claim_type: str | Absent = UNSET
    claim_status: str | Absent = UNSET


class FeedData(Message, kw_only=True):
    """``data`` of the change feed."""

    changes: list[FeedChange]
    next_cursor: str
    has_more: bool


class OrderPart(Message, kw_only=True):
    """``order`` of a queried line. ``claimAbilities`` [OWN]."""

    order_id: str
    order_date: str
    orderer_id: str
    orderer_name: str
    orderer_tel: str
    orderer_email: str
    payment_date: str | Absent = UNSET
    payment_means: str | Absent = UNSET
    order_discount_amount: int
    general_payment_amount: int
    naver_mileage_payment_amount: int
    charge_amount_payment_amount: int
    checkout_accumulation_payment_amount: int
    pay_later_payment_amount: int
    claim_abilities: list[str]


class Address(Message, kw_only=True):
    """``shippingAddress``."""

    address_type: str
    name: str
    tel1: str
    zip_code: str
    base_address: str
    detailed_address: str
    city: str
    state: str
    country: str


class ProductOrder(Message, kw_only=True):
    """``productOrder`` of a queried line."""

    product_order_id: str
    product_id: str
    seller_product_code: str
    seller_custom_code1: str | Absent = UNSET
    option_manage_code: str | Absent = UNSET
    mall_id: str
    package_number: str
    product_order_status: str
    place_order_status: str
    place_order_date: str | Absent = UNSET
    decision_date: str | Absent = UNSET
    claim_type: str | Absent = UNSET
    claim_status: str | Absent = UNSET
    claim_id: str | Absent = UNSET
    product_name: str
    product_option: str | Absent = UNSET
    quantity: int
    initial_quantity: int
    remain_quantity: int
    unit_price: int
    option_price: int | Absent = UNSET
    total_product_amount: int
    initial_product_amount: int
    remain_product_amount: int
    product_discount_amount: int
    initial_product_discount_amount: int
    remain_product_discount_amount: int
    product_imediate_discount_amount: int
    product_product_discount_amount: int
    total_payment_amount: int
    initial_payment_amount: int
    remain_payment_amount: int
    shipping_address: Address
    expected_delivery_method: str
    shipping_fee_type: str
    delivery_fee_amount: int
    section_delivery_fee: int
    delivery_discount_amount: int
    shipping_memo: str | Absent = UNSET


class Delivery(Message, kw_only=True):
    """``delivery`` of a line that has been sent."""

    delivery_status: str
    delivery_method: str
    delivery_company: str | Absent = UNSET
    tracking_number: str | Absent = UNSET
    send_date: str
    delivered_date: str | Absent = UNSET
    is_wrong_tracking_number: bool
    wrong_tracking_number_registered_date: str | Absent = UNSET
    wrong_tracking_number_type: str | Absent = UNSET
