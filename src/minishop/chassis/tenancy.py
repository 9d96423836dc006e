"""Tenancy fails closed: rows of a tenant are reached only inside that tenant's scope (architecture, rule 1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models.fields.related_lookups import RelatedIn, get_normalized_value
from django.db.models.lookups import Exact, In
from django.db.models.sql.where import WhereNode


@dataclass(frozen=True, slots=True)
class _Across:
    reason: str


_scope: ContextVar[int | _Across | None] = ContextVar("tenant_scope", default=None)


class ScopeMissing(RuntimeError):
    """A tenant's table was asked without saying which tenant."""


@contextmanager
def scope(tenant_id: int) -> Iterator[None]:
    """Everything inside reads and writes this one tenant's rows. A page, a task, an API call enters exactly one."""
    token = _scope.set(tenant_id)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def across_tenants(reason: str) -> Iterator[None]:
    """For the few who may see all tenants: operators' consoles, schedulers, a buyer's own list. Say why."""
    token = _scope.set(_Across(reason))
    try:
        yield
    finally:
        _scope.reset(token)


M = TypeVar("M", bound=models.Model)


class TenantManager(models.Manager[M]):
    """Answers inside a scope only, with that tenant's rows only."""

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        match _scope.get():
            case int(tenant_id):
                return rows.filter(**{tenant_column(self.model): tenant_id})
            case _Across():
                return rows
            case None:
                raise ScopeMissing(f"{self.model._meta.label} was asked outside a tenant's scope")


class TenantModel(models.Model):
    """A row of a tenant. Each service names its tenant's column and key once, in a base of its own:

    ``pk = CompositePrimaryKey("shop_id", "id")``, with ``id`` made by ``kernel.ids.new_id``.
    """

    TENANT: ClassVar[str]

    class Meta:
        abstract = True


def tenant_column(model: type[models.Model]) -> str:
    """The column that names the tenant, such as ``shop_id``."""
    column = getattr(model, "TENANT", "")
    if not column:
        raise TypeError(f"{model._meta.label} has a TenantManager but names no TENANT column")
    return str(column)


class TenantRelation(models.ForeignObject):  # type: ignore[type-arg]  # the stubs make it generic, Django does not
    """A relation between two rows of one tenant: it joins on the tenant's column and the id.

    Declare the column beside it: ``product_id = BigIntegerField()``, then
    ``product = TenantRelation(Product, "product_id", tenant="shop_id", related_name="variants")``.
    The database holds no foreign key for it: neither SQLite nor Django can add a composite one.
    """

    db_constraint = False  # asked by the schema editor when a migration that adds one is taken back

    def __init__(
        self,
        to: type[models.Model] | str,
        column: str = "",
        *,
        tenant: str = "",
        related_name: str = "+",
        **deconstructed: object,
    ) -> None:
        deconstructed.setdefault("on_delete", models.DO_NOTHING)
        deconstructed.setdefault("from_fields", [tenant, column])
        deconstructed.setdefault("to_fields", [tenant, "id"])
        super().__init__(to, related_name=related_name, **deconstructed)  # type: ignore[arg-type]


class OfOneTenant(RelatedIn):
    """``relation__in`` of rows of one tenant, which is how their parts are fetched together: the tenant once, then a list of ids.

    SQLite has no list of pairs, and Django's chain of ORs in its place reads every row of the tenant for every pair.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not self.rhs_is_direct_value():
            return super().as_sql(compiler, connection)
        pairs = [get_normalized_value(value, self.lhs) for value in self.rhs]
        tenants = {tenant for tenant, _ in pairs}
        if len(tenants) != 1:
            return super().as_sql(compiler, connection)
        tenant_column, id_column = self.lhs.get_cols()
        ids = [identity for _, identity in pairs]
        both: list[Any] = [Exact(tenant_column, tenants.pop()), In(id_column, ids)]
        return compiler.compile(WhereNode(both))  # type: ignore[no-any-return]


TenantRelation.register_lookup(OfOneTenant)


def is_across_tenants() -> bool:
    """Whether the open scope is one of those that may see all tenants."""
    return isinstance(_scope.get(), _Across)
