"""What holds for every model of a service: where a service has none of a kind, there is nothing to try, and nothing to skip."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes out the tests of an empty list of parameters."""
    nothing = [item for item in items if _is_about_nothing(item)]
    config.hook.pytest_deselected(items=nothing)
    items[:] = [item for item in items if item not in nothing]


def _is_about_nothing(item: pytest.Item) -> bool:
    skips = item.iter_markers("skip")
    return any(str(skip.kwargs.get("reason", "")).startswith("got empty parameter set") for skip in skips)
