"""What holds for every model of the service whose settings are in force. Run once with each service's settings."""

from __future__ import annotations

import os

import pytest
from django.apps import apps
from django.db import models

from minishop.chassis.tenancy import TenantManager, TenantModel, TenantRelation, tenant_column

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].removesuffix(".settings")
OWN = [model for model in apps.get_models() if model.__module__.startswith("minishop.")]
TENANT = [model for model in OWN if issubclass(model, TenantModel)]
SHARED = [model for model in OWN if not issubclass(model, TenantModel)]

# Tables that belong to no tenant, each with the reason. A new one must be placed here by a person who thought about it.
TENANTLESS = {
    "jobs.Job": "the service's own work; a job names its tenant in its arguments",
    "jobs.Worker": "a process of the service, which works for all tenants",
    "jobs.StrangerHost": "a host may be called for many tenants",
    "jobs.PeriodicRun": "one row a periodic task of the service",
    "jobs.ClockJump": "the machine's clock, which all tenants share",
    "logins.GuessCounter": "wrong passwords are counted before anyone is known",
    "mall_shops.Shop": "the tenant itself",
    "mall_staff.Account": "a person may work in several shops",
    "checkout_hosting.Host": "speaks for many merchants",
    "checkout_hosting.HostToken": "belongs to a host",
    "checkout_merchants.Merchant": "the tenant itself",
    "checkout_accounts.Account": "a buyer buys from many merchants",
    "checkout_benefits.Wallet": "a buyer has one purse, whoever the merchants are",
    "checkout_benefits.PointLot": "as above: what came from one merchant's order is spent at another's",
    "checkout_benefits.Coupon": "the hub's coupons are taken by all merchants",
    "checkout_benefits.CouponCode": "belongs to a coupon",
    "checkout_benefits.BuyerCoupon": "a buyer's, who may have the hub's and those of many merchants",
    "checkout_reconcile.PurseFinding": "what does not agree of a buyer's purse, as above",
    "shopping_partners.Partner": "the tenant itself",
    "shopping_partners.Operator": "works for the search, not for a partner",
}

# Constraints and indexes that may begin with something else than the tenant, each with the reason.
OTHER_FIRST = {
    "cart_stale": "old carts go by their age, of all shops",
    "staff_guest_acts_old": "old acts of operators go by their age, of all shops",
    "channel_inbox_old": "old hints go by their age, of all shops",
    "channel_registrations_old": "old registrations go by their age, of all shops",
    "clicks_old": "old clicks go by their age, of all partners",
    "channel_outbox_sent": "old messages go by their age, of all shops",
    "channel_outbox_waiting": "messages without a job are looked for among those of all shops",
    "channel_unread_old": "what nobody could read goes by its age, of all shops",
    "hints_outbox_sent": "old hints go by their age, of all merchants",
    "crawl_schedules_failing": "the operator sees how many feeds fail",
    "crawl_schedules_held": "the operator sees how many feeds wait for a word",
    "crawl_schedules_due": "the schedulers ask for what is due of all partners",
    "index_document_by_id": "a click names a product, not its shop",
    "index_document_newest": "the search's first page shows what came last, of all partners",
    "channel_polls_due": "a round asks about the shops that are due, of all of them",
    "merchants_counters_of_host": "a host asks which of its many merchants have changes",
    "merchants_token_lookup": "a bearer token names its merchant: it is looked up before the tenant is known",
    "orders_of_buyer": "a buyer's own orders, of all merchants",
    "payments_postings_of_buyer": "a buyer's own points, of all merchants",
    "benefits_of_buyer": "a buyer's own points, of all merchants",
    "orders_by_number": "a new number is one that no merchant has",
    "orders_lines_unpaid": "unpaid orders are ended by their age, of all merchants",
    "orders_to_finalize": "the hub finalizes what has been left open for long, of all merchants",
    "orders_lines_by_number": "as above; and a number of another merchant is told from one that does not exist",
    "orders_sheets_unordered": "sheets that nobody ordered from are removed by age, of all merchants",
    "parcels_to_follow": "the hub looks for lost parcels by time, of all merchants",
    "shops_entries_to_look_at": "the mall looks for applications that nobody looks at any more, of all shops",
    "payments_refunds_by_key": "an operator names a refund by its key alone",
    "payments_contracts_compared": "the hub compares the contracts of all merchants",
    "payments_differences_due": "as above, and again what differed",
    "payments_refunds_under_way": "the hub chases refunds of all merchants",
    "stock_holds_due": "the mall frees what was promised and not paid, of all shops",
    "stock_holds_over": "old holds go by their age, of all shops",
    "claims_by_number": "a new number is one that no merchant has, and a buyer names a claim by its number alone",
    "claims_by_deadline": "the hub acts on claims whose time is over, of all merchants",
    "claims_stalled": "an operator looks at what its seller has left for too long, of all merchants",
    "claims_held": "an operator looks at what is held for a fee for too long, of all merchants",
    "claims_photos_old": "photos of claims of all merchants grow old",
    "claims_requests_old": "old requests go by their age, of all merchants",
    "reconcile_findings_open": "the operator sees what does not agree, of all merchants",
    "reconcile_purses_open": "as above",
    "holds_open": "the hub looks for lost holds by their age, of all merchants",
    "payments_by_key": "a notice from the PG names a payment by its key alone",
}


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model._meta.label)
def test_a_table_without_a_tenant_has_a_reason(model: type[models.Model]) -> None:
    if SERVICE == "minishop.sandbox":
        return  # the outside world has no tenants of ours
    assert model._meta.label in TENANTLESS


@pytest.mark.parametrize("model", TENANT, ids=lambda model: model._meta.label)
def test_the_key_is_the_tenant_and_an_id(model: type[models.Model]) -> None:
    key = model._meta.pk
    assert isinstance(key, models.CompositePrimaryKey)
    assert list(key.field_names) == [tenant_column(model), "id"]
    assert not isinstance(model._meta.get_field("id"), models.AutoField)


@pytest.mark.parametrize("model", TENANT, ids=lambda model: model._meta.label)
def test_it_is_reached_only_in_a_scope(model: type[models.Model]) -> None:
    assert isinstance(model._default_manager, TenantManager)


@pytest.mark.parametrize("model", TENANT, ids=lambda model: model._meta.label)
def test_the_tenant_stands_first_in_constraints_and_indexes(model: type[models.Model]) -> None:
    tenant = {tenant_column(model), tenant_column(model).removesuffix("_id")}
    unique = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    named = [(c.name, c.fields) for c in unique] + [(i.name, i.fields) for i in model._meta.indexes]
    wrong = [name for name, fields in named if fields and fields[0] not in tenant and name not in OTHER_FIRST]
    assert wrong == []
    lone = [f"{model._meta.label}.{f.name}" for f in model._meta.local_fields if f.unique and f is not model._meta.pk]
    assert lone == []


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_relations_stay_inside_the_service(model: type[models.Model]) -> None:
    inside = (SERVICE, "minishop.chassis", "django.")
    related = [field.related_model for field in model._meta.get_fields() if field.is_relation and field.related_model]
    strange = [other for other in related if not isinstance(other, str) and not other.__module__.startswith(inside)]
    assert strange == []


@pytest.mark.parametrize("model", TENANT, ids=lambda model: model._meta.label)
def test_relations_between_tenants_rows_carry_the_tenant(model: type[models.Model]) -> None:
    for field in model._meta.local_fields + model._meta.private_fields:
        other = getattr(field, "related_model", None)
        if isinstance(other, type) and issubclass(other, TenantModel):
            assert isinstance(field, TenantRelation), f"{field} would join without its tenant"
            assert field.from_fields[0] == tenant_column(model)
