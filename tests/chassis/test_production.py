"""Production mode: each service starts with proper settings, and none with those of a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
PROPER = {
    "MINISHOP_MODE": "production",
    "MALL_URL": "https://mall.example.com",
    "CHECKOUT_URL": "https://checkout.example.com",
    "CHECKOUT_API_URL": "https://checkout.example.com",
    "SHOPPING_URL": "https://shopping.example.com",
    "SANDBOX_URL": "https://sandbox.example.com",
    "SHOP_DOMAIN": "shops.example.net",
    "HUB_PROFILE": "minishop",
    "MINISHOP_HOST_TOKEN": "a-token-that-only-the-services-of-this-host-know",
    **{
        f"{name}_SECRET_KEY": f"{name}-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM"
        for name in ("MALL", "CHECKOUT", "SHOPPING", "SANDBOX")
    },
}


def check(service: str, data: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """Django's own checks for a deployment; a warning fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "_KEY"))}
    own = {"DJANGO_SETTINGS_MODULE": f"minishop.{service}.settings", "PYTHONPATH": str(SOURCE), "MINISHOP_DATA": str(data)}
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env={**inherited, **PROPER, **own, **changed}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("service", ["mall", "checkout", "shopping"])
def test_a_service_with_proper_settings_passes_the_checks_of_a_deployment(service: str, tmp_path: Path) -> None:
    checked = check(service, tmp_path)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"CHECKOUT_SECRET_KEY": ""}, "CHECKOUT_SECRET_KEY is not set"),
        ({"CHECKOUT_SECRET_KEY": "short"}, "CHECKOUT_SECRET_KEY is too weak for production"),
        ({"CHECKOUT_URL": "http://checkout.example.com"}, "CHECKOUT_URL must be an https address in production"),
        ({"CHECKOUT_URL": "https://"}, "CHECKOUT_URL must be an https address in production"),
        ({"MINISHOP_HOST_TOKEN": ""}, "MINISHOP_HOST_TOKEN is not set"),
        ({"MINISHOP_MODE": ""}, "MINISHOP_MODE must be 'sandbox' or 'production', not ''"),
    ],
    ids=["비밀 없음", "약한 비밀", "http", "호스트 없음", "토큰 없음", "모드 없음"],
)
def test_a_service_without_them_refuses_in_one_sentence(tmp_path: Path, changed: dict[str, str], sentence: str) -> None:
    refused = check("checkout", tmp_path, **changed)
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1].endswith(sentence)


def test_the_sandbox_never_starts(tmp_path: Path) -> None:
    refused = check("sandbox", tmp_path)
    assert refused.returncode != 0
    assert "does not start with MINISHOP_MODE=production" in refused.stderr
