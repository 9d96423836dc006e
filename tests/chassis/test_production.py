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
    "MINISHOP_HOST_TOKEN": "vN3-tokens9of_thisHost4only7KnowQxLr2Wb5pZ",
    "MALL_SECRET_KEY": "Zk3vQ9-tY7wB2mX8_pL5rD1sF6hJ4gNcUaEiOoTR-Bq6WnTz5Kp9V",
    "CHECKOUT_SECRET_KEY": "gHt5-Qn8Vr2LxYb6_Wm1KcZp9Sd3JfTu7AeRoI4q-Bq6WnTz5Kp9V",
    "SHOPPING_SECRET_KEY": "eXw7-Jc4Ns9PkDz2_Rv6HbMt1Gq8YlUf5OiAeE3y-Bq6WnTz5Kp9V",
    "MALL_ENCRYPTION_KEYS": "Lp2s-Vx6Bw9KrNd4_Yz8TgQm3Fh7JcEu1AoIiR5n",
    "CHECKOUT_ENCRYPTION_KEYS": "Mr9d-Tc3Gy7ZhXk1_Lw5PvSb8Nq2JfOe6UaIiE4u",
    "SHOPPING_ENCRYPTION_KEYS": "Wb6k-Qn1Hz8TvRc3_Xd9YmLg5Fp2KsJe7AoUuI4t",
}


def check(service: str, data: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """Django's own checks for a deployment; a warning fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "_KEY", "_KEYS"))}
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
        ({"CHECKOUT_SECRET_KEY": "short"}, "CHECKOUT_SECRET_KEY is shorter than 40 characters"),
        ({"CHECKOUT_SECRET_KEY": "k" * 40}, "CHECKOUT_SECRET_KEY has fewer than 10 different characters"),
        ({"CHECKOUT_ENCRYPTION_KEYS": ""}, "CHECKOUT_ENCRYPTION_KEYS is not set"),
        ({"CHECKOUT_URL": "http://checkout.example.com"}, "CHECKOUT_URL must be an https address in production"),
        ({"CHECKOUT_URL": "https://"}, "CHECKOUT_URL must be an https address in production"),
        ({"MINISHOP_HOST_TOKEN": ""}, "MINISHOP_HOST_TOKEN is not set"),
        ({"MINISHOP_HOST_TOKEN": "sandbox-host-token"}, "MINISHOP_HOST_TOKEN is the published value of a sandbox"),
        ({"MINISHOP_MODE": ""}, "MINISHOP_MODE must be 'sandbox' or 'production', not ''"),
    ],
    ids=["비밀 없음", "짧은 비밀", "같은 글자", "열쇠 없음", "http", "호스트 없음", "토큰 없음", "공개된 토큰", "모드 없음"],
)
def test_a_service_without_them_refuses_in_one_sentence(tmp_path: Path, changed: dict[str, str], sentence: str) -> None:
    refused = check("checkout", tmp_path, **changed)
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1].endswith(sentence)


def test_the_sandbox_never_starts(tmp_path: Path) -> None:
    refused = check("sandbox", tmp_path)
    assert refused.returncode != 0
    assert "does not start with MINISHOP_MODE=production" in refused.stderr
