"""The import contracts know every module of a capability, and refuse what they say they refuse."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from minishop.cli.installation import SERVICES

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "minishop"
SURFACES = {"storefront", "backoffice", "console", "pages", "center", "api"}
# What a service's folder has beside its surfaces and capabilities.
NO_CAPABILITY = {"urls", "locale", "migrations", "static", "templates", "__pycache__"}

# Who may not import whom, with the first line of the contract that says so. One line of source is planted for each.
FORBIDDEN = [
    ("mall.orders.models", "mall.orders.errors", "Inside a capability"),
    ("mall.shops.models", "mall.shops.hosts", "Inside a capability"),
    ("mall.catalog.queries", "mall.catalog.pictures", "Inside a capability"),
    ("mall.catalog.ports", "mall.catalog.pictures", "Inside a capability"),
    ("mall.channel.domain.words", "mall.channel.endpoints", "Inside a capability"),
    ("mall.orders.services.recording", "mall.orders.labels", "Inside a capability"),
    ("mall.cart.queries", "mall.shipping.labels", "Words are for surfaces"),
    ("checkout.api.words", "checkout.parcels.labels", "Words are for surfaces"),
    ("checkout.merchants.services", "checkout.merchants.tokens", "Inside a capability"),
    ("checkout.accounts.services", "checkout.accounts.session", "Inside a capability"),
    ("checkout.payments.models", "checkout.payments.guards", "Inside a capability"),
    ("shopping.index.models", "shopping.index.engines", "Inside a capability"),
    ("mall.orders.services.desk", "mall.channel.services.sending", "Mall: order"),
    ("mall.catalog.services.registration", "mall.stock.services", "Mall: order"),
    ("mall.feed.queries", "mall.api.feed", "Mall: order"),
    ("checkout.orders.services.sheets", "shopping.partners.models", "The services do not know"),
    ("chassis.ports", "mall.stock.services", "The services do not know"),
]
CIRCLE = ("cli.story.logins", "cli.sample")


def _contracts() -> list[dict[str, object]]:
    told: list[dict[str, object]] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return told


def _modules_of_capabilities() -> Iterator[str]:
    for service in SERVICES:
        for folder in (SOURCE / service).iterdir():
            if folder.is_dir() and folder.name not in SURFACES | NO_CAPABILITY:
                names = {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()} - {
                    "__init__",
                    "__pycache__",
                }
                yield from (f"{service}.{folder.name}.{name}" for name in names)


def test_every_module_of_a_capability_has_its_place_in_the_contract() -> None:
    """A module of another name would stand outside all layers, and could import and be imported as it likes."""
    layers = next(one["layers"] for one in _contracts() if str(one["name"]).startswith("Inside a capability"))
    assert isinstance(layers, list)
    known = {name for layer in layers for name in re.findall(r"\w+", layer)}
    assert {module for module in _modules_of_capabilities() if module.rpartition(".")[2] not in known} == set()


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the import linter says to a copy of the source with all the forbidden imports in it."""
    tree = tmp_path_factory.mktemp("planted")
    shutil.copytree(
        SOURCE, tree / "src" / "minishop", ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "locale")
    )
    shutil.copy(PROJECT / "pyproject.toml", tree)
    for importer, imported in [*((one, other) for one, other, _ in FORBIDDEN), CIRCLE]:
        path = (tree / "src" / "minishop").joinpath(*importer.split(".")).with_suffix(".py")
        path.write_text(f"{path.read_text(encoding='utf-8')}\nimport minishop.{imported}\n", encoding="utf-8")
    linter = Path(sys.executable).with_name("lint-imports")
    surroundings = {**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "400", "NO_COLOR": "1"}
    ended = subprocess.run([linter, "--no-cache"], cwd=tree, env=surroundings, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stderr
    return ended.stdout


@pytest.mark.parametrize(("importer", "imported", "contract"), FORBIDDEN, ids=[f"{one} → {other}" for one, other, _ in FORBIDDEN])
def test_a_forbidden_import_is_refused(verdict: str, importer: str, imported: str, contract: str) -> None:
    told = _told(verdict, contract)
    assert re.search(rf"minishop\.{re.escape(importer)} -> minishop\.{re.escape(imported)} \(l", told), told


def test_a_circle_of_siblings_is_refused(verdict: str) -> None:
    assert ".story -> .sample (1 import)" in _told(verdict, "No circle")


def _told(verdict: str, contract: str) -> str:
    """What the verdict says of one broken contract."""
    _, _, broken = verdict.partition("Broken contracts")
    return next(part for part in re.split(r"\n(?=[^\n]+\n-{5,}\n)", broken) if part.strip().startswith(contract))
