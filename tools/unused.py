"""Code of the source that nothing in the source uses; a test that uses it does not count.

``python -m tools.unused`` names what is neither used nor allowed below, and what is allowed and no longer there. Uses are those that
vulture sees, and the names in templates, in lookups (``line__state=``, ``filter(state=…)``) and in texts that are names of something
(``"minishop.mall.urls"``).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

SOURCE = Path(__file__).resolve().parents[1] / "src" / "minishop"
_LOOKUPS = {"filter", "exclude", "get", "Q"}  # what is asked of a row is used; what is only written is not
_TAG = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*")
_NAMES = re.compile(r"[\w.:\-]+")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may stand unused, by file and name (``*`` stands for anything), and why."""

    where: str
    names: tuple[str, ...]
    why: str


_DJANGO = "the framework calls it or reads it"
ALLOWED = (
    Allowed("*settings.py", ("[A-Z]*",), _DJANGO),
    Allowed("*apps.py", ("*Config",), _DJANGO),
    Allowed("*urls*", ("urlpatterns", "handler[45]0?"), _DJANGO),
    Allowed("*models.py", ("abstract", "constraints", "indexes"), _DJANGO),
    Allowed("*/management/commands/*.py", ("Command",), _DJANGO),
    Allowed("*", ("add_arguments", "handle"), "what Django asks of a command"),
    Allowed("*forms.py", ("clean_*", "*_template_name", "user_cache", "field_order"), _DJANGO),
    Allowed("chassis/ui/uploads.py", ("allow_multiple_selected",), _DJANGO),
    Allowed("*/models.py", ("USERNAME_FIELD", "get_by_natural_key"), "what Django's log-in asks of an account"),
    Allowed("chassis/logins/links.py", ("key_salt",), "the base class signs with it"),
    Allowed("chassis/*fields.py", ("from_db_value",), _DJANGO),
    Allowed("chassis/postal/fields.py", ("template_name",), _DJANGO),
    Allowed("chassis/tenancy.py", ("db_constraint", "abstract"), _DJANGO),
    Allowed("chassis/finding.py", ("get_prep_lookup",), _DJANGO),
    Allowed("*", ("process_exception", "process_view", "default_validators"), _DJANGO),
    Allowed("shopping/pages/views.py", ("template_name", "authentication_form", "redirect_authenticated_user"), _DJANGO),
    Allowed("chassis/logins/hashing.py", ("time_cost", "memory_cost", "parallelism"), "the base class hashes with them"),
    Allowed("chassis/serving/streams.py", ("_ending",), "keeps a task from being collected before it is done"),
    Allowed("chassis/web/strange_hosts.py", ("msg", "exc_*"), "what the standard library writes a log line from"),
    Allowed("chassis/ports.py", ("no_port_is_empty",), "registered as a system check by its decorator"),
    Allowed("cli/story/pages.py", ("handle_*", "_begin_*", "_end_*"), "the parser of the standard library calls them by name"),
    Allowed("chassis/kept_forms/refilling.py", ("handle_*",), "as above"),
    Allowed("mall/catalog/domain/workbook.py", ("*Handler", "buffer_text"), "what the standard library calls a parser by"),
    Allowed("checkout/api/*messages.py", ("*",), "fields of wire messages are written and read by msgspec"),
    Allowed("checkout/api/views/token.py", ("token_type",), "as above"),
    Allowed(
        "checkout/api/lines.py",
        ("initial_*", "remain_*", "total_*", "product_*discount_amount"),
        "keys of a typed dictionary that becomes such a message",
    ),
    Allowed("checkout/parcels/domain/carriers.py", ("DIGITS",), "a rule that the catalogue's file names"),
    Allowed("mall/catalog/models.py", ("EXEMPT", "ZERO"), "choices of a form"),
    Allowed("mall/staff/models.py", ("STAFF",), "the role of a shop's staff, who cannot be invited yet"),
    Allowed(
        "*/models.py",
        ("from_state", "entered_by", "hub_key", "shown_at"),
        "facts kept for whoever has to find out what happened",
    ),
    Allowed(
        "checkout/payments/domain/ledger.py",
        ("LOSS", "remit_entries", "payout_entries"),
        "what settlement will post, with the examples that hold them",
    ),
    Allowed("checkout/orders/domain/shares.py", ("hub_*",), "read and written by the names of their layers"),
    Allowed("checkout/orders/models.py", ("hub_*",), "as above"),
    Allowed("mall/shipping/queries.py", ("surcharge_for",), "asked once the checkout asks a shop for an address's fee"),
    Allowed("chassis/jobs/worker.py", ("run_due",), "the worker's turn in tests: a loop that ends"),
    Allowed("chassis/tenancy.py", ("is_across_tenants",), "the lint over executed SQL asks it in every test"),
    Allowed("chassis/secrets/declared.py", ("DECLARED",), "every secret is tried for its strength by one table"),
    Allowed("chassis/calls/circuits.py", ("forget",), "tests begin with circuits that have seen nothing"),
    Allowed("chassis/web/actions.py", ("page_of",), "the gate over every address asks where it leads"),
)


class _Finder(Vulture):  # type: ignore[misc]  # the library has no types
    """Vulture, to which an export alone is no use: a re-export that nobody imports is as dead as what it names."""

    def visit_Assign(self, node: ast.Assign) -> None:  # noqa: N802  # the name that vulture calls
        """Leaves ``__all__`` alone."""


def unused(source: Path = SOURCE) -> list[Item]:
    """Everything in a tree of source that nothing in it uses, in the order of files and lines."""
    finder = _Finder(ignore_decorators=["@task", "@each_round"])  # the worker and the scheduler run them
    finder.scavenge([str(source)], exclude=["*/migrations/*"])
    for name in _other_uses(source):
        finder.used_names.add(name)
    return sorted(finder.get_unused_code(), key=lambda item: (str(item.filename), item.first_lineno))


def judged(items: Iterable[Item], allowed: Iterable[Allowed], source: Path = SOURCE) -> tuple[list[str], list[str]]:
    """(what is not allowed, what of the allowed is not there), each as a line for people."""
    met: set[tuple[str, str]] = set()
    left = []
    for item in items:
        where = Path(item.filename).relative_to(source).as_posix()
        hits = {
            (rule.where, name) for rule in allowed if fnmatch(where, rule.where) for name in rule.names if fnmatch(item.name, name)
        }
        met |= hits
        if not hits:
            left.append(f"{where}:{item.first_lineno}: {item.typ} {item.name}")
    stale = [f"{rule.where}: {name}" for rule in allowed for name in rule.names if (rule.where, name) not in met]
    return left, stale


def _other_uses(source: Path) -> Iterator[str]:
    for path in source.rglob("*.html"):
        for tag in _TAG.findall(path.read_text(encoding="utf-8")):
            yield from _NAME.findall(tag)
    for path in source.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _named_in_migration(tree) if "migrations" in path.parts else _named_by_text(tree)


def _named_in_migration(tree: ast.Module) -> Iterator[str]:
    """What a migration calls is needed for as long as it is there; a column that it makes is not used by that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _named_by_text(tree: ast.Module) -> Iterator[str]:
    listed = {id(part) for node in ast.walk(tree) if _is_export(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            yield from node.arg.split("__")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOOKUPS:
            yield from (word.arg for word in node.keywords if word.arg)
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in listed
            and _NAMES.fullmatch(node.value)
        ):
            yield from _NAME.findall(node.value.replace("__", "."))


def _is_export(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)


def main() -> int:
    left, stale = judged(unused(), ALLOWED)
    lines = [*(f"unused: {line}" for line in left), *(f"allowed, but used or gone: {line}" for line in stale)]
    print("\n".join(lines) if lines else "nothing unused")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
