"""Which PGs there are, and which gateway a contract is with. A file of this folder that declares ``PG`` is found by being here."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from minishop.checkout.payments import adapters
from minishop.checkout.payments.adapters.port import Gateway, Keys, Pg
from minishop.checkout.payments.domain.abilities import Abilities
from minishop.checkout.payments.models import PgContract


@cache
def known_pgs() -> Mapping[str, Pg]:
    """Every PG by its code."""
    names = [found.name for found in pkgutil.iter_modules(adapters.__path__)]
    declared = (getattr(import_module(f"{adapters.__name__}.{name}"), "PG", None) for name in names)
    return MappingProxyType({pg.code: pg for pg in declared if isinstance(pg, Pg)})


def pg_of(contract: PgContract) -> Pg | None:
    """The PG that a contract is with; None for one that this installation does not know."""
    return known_pgs().get(contract.provider)


def abilities_of(contract: PgContract) -> Abilities | None:
    """What its PG can do under a contract; None with a PG that this installation does not know."""
    pg = pg_of(contract)
    return pg.abilities.under(contract.terms) if pg else None


def gateway_of(contract: PgContract) -> Gateway | None:
    """The gateway that is asked under this contract; None with a PG that this installation cannot use."""
    pg = pg_of(contract)
    return pg.gateway(Keys(contract.mid, contract.secret)) if pg else None
