"""One sandbox installation: where its data lies, at which addresses its services answer, and the processes that make it up."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
SERVICES = ("mall", "checkout", "shopping", "sandbox")
WITH_WORKER = ("mall", "checkout", "shopping")
OFFSETS = {"mall": 0, "checkout": 100, "shopping": 200, "sandbox": 300}
DEFAULT_PORT_BASE = 8100


@dataclass(frozen=True)
class Installation:
    """The facts that every command about an installation shares. ``ports`` has one port a service."""

    data: Path
    ports: dict[str, int]
    bind: str = "127.0.0.1"
    domain: str = "localhost"
    variables: dict[str, str] = field(default_factory=dict)

    def url(self, service: str) -> str:
        """The public address of a service, without a slash at its end."""
        return f"http://{service}.{self.domain}:{self.ports[service]}"

    def storefront(self, code: str) -> str:
        """The public address of a shop."""
        return f"http://{code}.shop.{self.domain}:{self.ports['mall']}"

    def environment(self, service: str) -> dict[str, str]:
        """What a process of the service is told."""
        addresses = {f"{name.upper()}_URL": self.url(name) for name in SERVICES}
        return {
            **os.environ,
            **addresses,
            "SHOP_DOMAIN": f"shop.{self.domain}",
            "MINISHOP_MODE": "sandbox",
            "MINISHOP_DATA": str(self.data),
            "MINISHOP_CLOCK_FILE": str(self.data / "clock"),
            "DJANGO_SETTINGS_MODULE": f"minishop.{service}.settings",
            "PYTHONPATH": str(PROJECT / "src"),
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            **self.variables,
        }


def default_installation(
    *, data: Path | None = None, port_base: int = DEFAULT_PORT_BASE, bind: str = "127.0.0.1", domain: str = "localhost"
) -> Installation:
    """The installation of ``up``: ports at fixed distances from one base, data in ``var`` or ``MINISHOP_DATA``."""
    folder = data or Path(os.environ.get("MINISHOP_DATA") or PROJECT / "var")
    return Installation(folder.resolve(), {name: port_base + offset for name, offset in OFFSETS.items()}, bind, domain)


def port_base(text: str) -> int:
    """The value of ``--port-base``; raises ValueError where the last of the ports would not exist."""
    base = int(text)
    if not 1 <= base <= 65_535 - max(OFFSETS.values()):
        raise ValueError(text)
    return base


def web_command(installation: Installation, service: str) -> list[str]:
    """The command of a service's web process. Its threads, and what may wait for them, are the serving layer's (chassis/serving).

    The server itself counts connections, idle ones too: it is given room for them, and ends a header that takes more than ten seconds.
    """
    granian = str(Path(sys.executable).with_name("granian"))
    options = [
        "--interface",
        "asgi",
        "--no-ws",
        "--http",
        "1",
        "--workers",
        "1",
        "--backlog",
        "2048",
        "--backpressure",
        "4096",
        "--http1-header-read-timeout",
        "10000",
        "--log-level",
        "error",
    ]
    place = ["--host", installation.bind, "--port", str(installation.ports[service])]
    return [sys.executable, granian, *options, *place, f"minishop.{service}.asgi:application"]


def worker_command() -> list[str]:
    """The command of a service's later work: workers, calls to strangers and schedule in one process."""
    return [sys.executable, "-m", "django", "worker"]
