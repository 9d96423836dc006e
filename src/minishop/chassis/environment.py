"""What a service is told from outside, read once and typed. A missing or unsafe value stops the start with one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from minishop.chassis.addresses import WEB_PORTS

Mode = Literal["sandbox", "production"]
PROJECT = Path(__file__).resolve().parents[3]


def mode() -> Mode:
    """``MINISHOP_MODE``: it has no default, so that a sandbox never runs by accident where real money moves."""
    match os.environ.get("MINISHOP_MODE", ""):
        case "sandbox":
            return "sandbox"
        case "production":
            return "production"
        case other:
            raise ImproperlyConfigured(f"MINISHOP_MODE must be 'sandbox' or 'production', not {other!r}")


def text(name: str, *, sandbox: str | None = None) -> str:
    """A variable's value; ``sandbox`` stands in for it in a sandbox installation only."""
    value = os.environ.get(name, "")
    if value:
        return value
    if sandbox is not None and mode() == "sandbox":
        return sandbox
    raise ImproperlyConfigured(f"{name} is not set")


def number(name: str, *, default: int, most: int | None = None) -> int:
    """A variable's whole number, from 0 to ``most``; ``default`` when it is not set."""
    value = os.environ.get(name, "")
    if value and not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    if value and most is not None and int(value) > most:
        raise ImproperlyConfigured(f"{name} must be {most} at the most, not {value}")
    return int(value) if value else default


def names(variable: str, *, sandbox: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """A variable's names with commas between them; none when it is not set, and in a sandbox installation what ``sandbox`` says."""
    value = os.environ.get(variable, "")
    if not value:
        return sandbox() if mode() == "sandbox" else ()
    return tuple(word.strip().lower() for word in value.split(",") if word.strip())


def callable_ports() -> frozenset[int]:
    """``MINISHOP_CALL_PORTS``, such as ``80,443,8443``: the ports at which a production installation calls others; 80 and 443."""
    value = os.environ.get("MINISHOP_CALL_PORTS", "") or ",".join(map(str, sorted(WEB_PORTS)))
    words = [word.strip() for word in value.split(",")]
    if not all(word.isascii() and word.isdigit() and 0 < int(word) < 65_536 for word in words):
        raise ImproperlyConfigured(f"MINISHOP_CALL_PORTS must be ports with commas between them, not {value!r}")
    return frozenset(map(int, words))


def data_folder() -> Path:
    """Where databases, uploads and collected static files live: ``MINISHOP_DATA``, by default ``var`` in the project."""
    return Path(os.environ.get("MINISHOP_DATA") or PROJECT / "var")


@dataclass(frozen=True, slots=True)
class Address:
    """The public address of a service, such as ``http://mall.localhost:8100``."""

    url: str

    @property
    def host(self) -> str:
        """The host name without the port."""
        return urlsplit(self.url).hostname or ""

    @property
    def port_suffix(self) -> str:
        """``":8100"``, or nothing on a scheme's own port."""
        port = urlsplit(self.url).port
        return f":{port}" if port else ""

    @property
    def scheme(self) -> str:
        """``"http"`` or ``"https"``."""
        return urlsplit(self.url).scheme


def address(name: str, *, sandbox: str) -> Address:
    """An address from a variable; in production it must be https."""
    url = text(name, sandbox=sandbox).rstrip("/")
    if mode() == "production" and not (url.startswith("https://") and urlsplit(url).hostname):
        raise ImproperlyConfigured(f"{name} must be an https address in production")
    return Address(url)
