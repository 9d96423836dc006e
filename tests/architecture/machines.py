"""Finds every machine of the source, by walking its modules of rules."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import minishop
from minishop.kernel.machine import Machine

SOURCE = Path(minishop.__file__).parent


@cache
def machines() -> dict[str, Machine[Any, Any]]:
    """Every machine by ``module:NAME``, the module under ``minishop`` in which its table stands."""
    found: dict[str, Machine[Any, Any]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "Machine(" in path.read_text(encoding="utf-8") and path.parent.name != "kernel":
            module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
            names = vars(import_module(f"minishop.{module}")).items()
            found |= {f"{module}:{name}": value for name, value in names if isinstance(value, Machine)}
    return found
