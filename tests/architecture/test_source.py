"""What holds for the source as text and as a tree of syntax."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from tests.sources import SOURCE, modules, name_of, nodes_of, text_of

PROJECT = SOURCE.parents[1]
KERNEL_LINES = 300


def test_the_kernel_is_a_pebble() -> None:
    lines = sum(len(text_of(path).splitlines()) for path in (SOURCE / "kernel").rglob("*.py"))
    assert lines < KERNEL_LINES


def test_a_password_is_tried_in_one_place() -> None:
    """Decision 0024: a page that asks Django itself is neither slowed down nor counted."""
    tried = {"authenticate", "aauthenticate", "check_password", "acheck_password"}
    found = {
        name_of(path)
        for path in modules()
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and {getattr(node.func, "id", ""), getattr(node.func, "attr", "")} & tried
    }
    assert found == {"chassis/logins/services.py"}


@pytest.mark.parametrize("call", ["datetime.now", "datetime.utcnow", "timezone.now", "date.today", "time.time"])
def test_only_the_clock_asks_the_machine_for_the_time(call: str) -> None:
    allowed = {"kernel/clock.py", "kernel/ids.py"}
    found = {name_of(path) for path in modules() if call in _called(path)}
    assert {name for name in found - allowed if not name.startswith("cli/")} == set()


@cache
def _called(path: Path) -> frozenset[str]:
    """The last two names of whatever a module calls: ``datetime.now`` of ``minishop.kernel.datetime.now()``."""
    functions = [node.func for node in nodes_of(path) if isinstance(node, ast.Call)]
    return frozenset(
        f"{getattr(function.value, 'attr', '') or getattr(function.value, 'id', '')}.{function.attr}"
        for function in functions
        if isinstance(function, ast.Attribute)
    )


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    names = {part for path in modules() for part in path.relative_to(SOURCE).with_suffix("").parts}
    assert names & {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"} == set()


def test_no_template_has_inline_script_or_style() -> None:
    inline = re.compile(
        r"<style|<script(?![^>]*(?:\bsrc=|\btype=\"application/ld\+json\"))|\sstyle=|\son[a-z]+=|href=[\"']javascript:",
        re.IGNORECASE,
    )
    found = [name_of(path) for path in SOURCE.rglob("*.html") if inline.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True).stdout.split("\0")
    forbidden = re.compile(
        "|".join(
            ["/" + "work/", "/" + "root/", "/home/" + r"\w", "pypi" + r"\.org", "registry" + r"\.npmjs", "pythonhosted" + r"\.org"]
        )
    )
    texts = (
        path for name in tracked if name and (path := PROJECT / name).is_file() and path.suffix not in {".png", ".jpg", ".woff2"}
    )
    assert [path.name for path in texts if forbidden.search(path.read_text(encoding="utf-8", errors="replace"))] == []


# Where words are made: surfaces, and the modules that only hold words. Everything else keeps and sends facts (decision 0014).
SURFACES = {"mall": {"storefront", "backoffice", "console"}, "checkout": {"pages", "center"}, "shopping": {"pages", "center"}}
SURFACES["sandbox"] = {"pages"}
WORDED = {"labels.py", "letters.py", "bills.py"}
WORDED_IN_THE_CHASSIS = {
    "chassis/jobs/pages.py",
    "chassis/kept_forms/keeping.py",
    "chassis/jobs/templatetags/later_work.py",
    "chassis/kept_forms/files.py",
    "chassis/logins/forms.py",
    "chassis/logins/pages.py",
    "chassis/postal/fields.py",
    "chassis/postal/searching.py",
    "chassis/postal/steps.py",
    "chassis/ui/phones.py",
    "chassis/ui/reasons.py",
    "chassis/ui/templatetags/ui.py",
    "chassis/ui/uploads.py",
    "chassis/ui/versions.py",
    "chassis/web/errors.py",
    "chassis/web/language.py",
    "chassis/web/texts.py",
}
ON_THE_WIRE = {"shopping/center/api.py"}
ANSWERS_ITSELF = {"mall/shops/hosts.py"}  # where no shop is, no surface answers


def _may_have_words(path: Path) -> bool:
    service, area = path.relative_to(SOURCE).parts[:2]
    is_surface = area in SURFACES.get(service, set()) and name_of(path) not in ON_THE_WIRE
    return is_surface or path.name in WORDED or name_of(path) in WORDED_IN_THE_CHASSIS | ANSWERS_ITSELF


@cache
def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_words_are_made_where_they_are_shown() -> None:
    """No service, query, model, rule, adapter or task, and nothing on the wire, knows a reader's language."""
    translating = {path for path in modules() if "django.utils.translation" in _imported(path)}
    assert {name_of(path) for path in translating if not _may_have_words(path)} == set()
    assert {path.name for path in translating} >= WORDED


def test_labels_are_asked_by_surfaces_only() -> None:
    asking = {path for path in modules() if any(name.endswith((".labels", ".letters", ".bills")) for name in _imported(path))}
    allowed = {
        "checkout/benefits/tasks.py",
        "checkout/claims/tasks.py",
        "checkout/holds/tasks.py",
        "checkout/payments/tasks.py",
        "checkout/parcels/tasks.py",
        "chassis/logins/tasks.py",
        "mall/notices/tasks.py",
    }  # send letters
    assert {name_of(path) for path in asking if not _may_have_words(path)} - allowed == set()
