"""전자결제(PG): the gateways a shop may apply to, one file each. A file that declares ``PG`` is found by being here."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType

from minishop.mall.entries.adapters.counters import Counter


@dataclass(frozen=True, slots=True)
class Pg:
    """A gateway. ``code`` is what the hub calls it; ``counter`` gives None where this installation cannot apply to it.

    Among the counter's keys are ``mid`` and ``secret_key``; ``means`` and ``partial_cancel`` may be, in the hub's words.
    """

    code: str
    name: str
    name_en: str
    counter: Callable[[], Counter | None]


@cache
def known_pgs() -> Mapping[str, Pg]:
    """Every gateway by its code, in the order of the files' names."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return MappingProxyType({module.PG.code: module.PG for module in modules})


def open_pgs() -> dict[str, Pg]:
    """Those that take applications in this installation."""
    return {code: pg for code, pg in known_pgs().items() if pg.counter() is not None}
