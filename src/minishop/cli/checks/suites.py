"""Which tests there are, which settings they run with, and in which surroundings."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from minishop.cli.installation import SERVICES

_EACH = tuple(f"tests/architecture/test_{name}.py" for name in ("english", "models", "state_columns", "wire_language"))
# What answers people and programs: about half of what the tests of mall and hub cost.
_PAGES = frozenset({"backoffice", "storefront", "console", "pages", "center", "accounts", "api"})
WITHOUT_BROWSER = ("--disable-socket", "--allow-unix-socket", "--allow-hosts=127.0.0.1,::1")
# Second and quick runs are chosen: what each can teach is said in tests/choosing.py.
OF_DATABASE = ("-p", "tests.choosing", "--choose", "database")
FIRST_OF_FILES = ("-p", "tests.choosing", "--choose", "first")
QUICK = ("-p", "tests.choosing", "--choose", "quick")


# What is busy takes the time that whole systems, which mostly wait, leave over: beside it they answer as if they were alone.
GIVES_WAY = ("nice", "-n", "10")


@dataclass(frozen=True)
class Suite:
    """A run of pytest: its name, the paths it collects, the service whose settings it needs (or none), its options, and whether it gives
    way to what runs beside it."""

    name: str
    paths: tuple[str, ...]
    service: str = ""
    options: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    gives_way: bool = False

    def environment(self) -> dict[str, str]:
        """What the run is told beside the caller's own environment."""
        settings = {"DJANGO_SETTINGS_MODULE": f"minishop.{self.service}.settings"} if self.service else {}
        return {"MINISHOP_MODE": "sandbox", "PYTHONUTF8": "1", **settings, **self.variables}


def plain_suites(project: Path) -> list[Suite]:
    """Tests that need no framework: the kernel, the commands, the tools."""
    paths = _existing(project, "tests/kernel", "tests/cli", "tests/tools")
    return [Suite("kernel, cli, tools", paths, options=WITHOUT_BROWSER)]


def service_suites(project: Path, url: str = "") -> list[Suite]:
    """Each service's tests with its own settings, the longest first, but never two of one service side by side: the second would wait
    for the first to migrate. The chassis and the architecture are tried with the mall's settings, and what of the architecture looks at
    a running service with each one's. ``url`` is that of a database server to use instead of
    SQLite, without a database's name."""
    of_checkout, of_mall = (_folders(project, service) for service in ("checkout", "mall"))
    around = ("tests/wire/mall", "tests/chassis", "tests/architecture")
    parts = {
        "mall: rules": ("mall", _without(of_mall, _PAGES)),
        "checkout: pages": ("checkout", _within(of_checkout, _PAGES)),
        "mall: pages": ("mall", _within(of_mall, _PAGES)),
        "checkout: rules": ("checkout", (*_without(of_checkout, _PAGES), "tests/wire/checkout", *_EACH)),
        "chassis, architecture": ("mall", around),
        "shopping": ("shopping", ("tests/shopping", "tests/wire/shopping", *_EACH)),
        "sandbox": ("sandbox", ("tests/sandbox", "tests/wire/sandbox", *_EACH)),
    }
    kind, options = ("PostgreSQL", (*WITHOUT_BROWSER, *OF_DATABASE)) if url else ("SQLite", WITHOUT_BROWSER)
    return [
        Suite(f"{name}, {kind}", _existing(project, *paths), service, options, _database(service, url, number), bool(url))
        for number, (name, (service, paths)) in enumerate(parts.items())
    ]


def _folders(project: Path, service: str) -> tuple[str, ...]:
    """Whatever holds tests of a service, folder or file, but what they stand on."""
    found = sorted((project / "tests" / service).iterdir())
    return tuple(
        f"tests/{service}/{path.name}" for path in found if path.name.startswith("test_") or (path.is_dir() and path.name[0] != "_")
    )


def _within(paths: tuple[str, ...], names: frozenset[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if Path(path).name in names)


def _without(paths: tuple[str, ...], names: frozenset[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if Path(path).name not in names)


def quick_suites(project: Path) -> list[Suite]:
    """Of every test what a change usually breaks, the longest first: in one run a service, since with so few a second start and database
    would cost more than it shares out, and one for what is around all of them."""
    named: dict[str, tuple[str, tuple[str, ...]]] = {}
    for suite in service_suites(project):
        name = "around" if "tests/architecture" in suite.paths else suite.service
        named[name] = (suite.service, (*named.get(name, ("", ()))[1], *suite.paths))
    options = (*WITHOUT_BROWSER, *QUICK)
    around = [Suite(f"{name}, quick", paths, service, options) for name, (service, paths) in named.items()]
    return [*around, *(Suite(plain.name, plain.paths, options=options) for plain in plain_suites(project))]


def migrations_digest(project: Path) -> str:
    """What the services' tables are made by, in a few letters: all migrations and the versions of what runs them."""
    made_by = [*(project / "src").rglob("migrations/*.py"), *(project / "requirements").iterdir()]
    told = hashlib.sha256()
    for path in sorted(made_by):
        told.update(path.relative_to(project).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:16]


def _database(service: str, url: str, number: int) -> dict[str, str]:
    return {f"{service.upper()}_DATABASE_URL": f"{url}/{service}{number}"} if url else {}


def suite_of_path(project: Path, path: str) -> Suite:
    """The suite in which one file or folder of tests runs."""
    parts = Path(path).resolve().relative_to(project).parts
    where = parts[1] if len(parts) > 1 else ""
    if where == "wire":
        named = next((service for service in SERVICES if len(parts) > 2 and service in parts[2]), "mall")
        return Suite(path, (path,), named, WITHOUT_BROWSER)
    if where in SERVICES:
        return Suite(path, (path,), where, WITHOUT_BROWSER)
    if where == "apart":
        return Suite(path, (path,), "checkout")
    if where in ("chassis", "architecture"):
        return Suite(path, (path,), "mall", WITHOUT_BROWSER)
    return Suite(path, (path,))


def lonely_tree(project: Path, service: str, folder: Path) -> Path:
    """A copy of the project in which the other services, the commands and their tests do not exist (the absence test)."""
    package = folder / "src" / "minishop"
    package.mkdir(parents=True)
    shutil.copy(project / "src" / "minishop" / "__init__.py", package)
    for part in ("kernel", "chassis", service):
        shutil.copytree(project / "src" / "minishop" / part, package / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(project / "protocol", folder / "protocol")
    tests = folder / "tests"
    shutil.copytree(project / "tests" / service, tests / service, ignore=shutil.ignore_patterns("__pycache__"))
    for path in _existing(project, f"tests/wire/{service}"):
        shutil.copytree(project / path, folder / path, ignore=shutil.ignore_patterns("__pycache__"))
    for found in [*(project / "tests").glob("*.py"), *(project / "tests" / "wire").glob("*.py")]:
        target = tests / found.relative_to(project / "tests")
        target.parent.mkdir(exist_ok=True)
        shutil.copy(found, target)
    shutil.copy(project / "pyproject.toml", folder)
    (folder / "node_modules").symlink_to(project / "node_modules")
    return folder


def _existing(project: Path, *paths: str) -> tuple[str, ...]:
    return tuple(path for path in paths if (project / path).exists())
