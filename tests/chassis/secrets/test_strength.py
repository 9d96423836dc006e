"""Secrets that can be guessed are refused, whatever they are for."""

from __future__ import annotations

import ast
import secrets
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from minishop.chassis.secrets.declared import DECLARED, Secret, optional_secret_of, secret_of, secrets_of
from minishop.chassis.secrets.strength import FEWEST_LETTERS, SHORTEST, Weakness, weakness

SOURCE = Path(__file__).resolve().parents[3] / "src" / "minishop"
GOOD = "Zk3vQ9-tY7wB2mX8_pL5rD1sF6hJ4gNcUaEiOoTR"
WEAK = [
    ("", Weakness.MISSING),
    ("sandbox-host-token", Weakness.PUBLISHED),
    ("sandbox-" + GOOD, Weakness.PUBLISHED),
    (GOOD[: SHORTEST - 1], Weakness.SHORT),
    ("a" * 40, Weakness.FEW_LETTERS),
    ("x0y" * 20, Weakness.FEW_LETTERS),
    ("zk3vq9ty7" * 5, Weakness.FEW_LETTERS),
    ("zk3vq9ty7w" * 5, Weakness.REPEATED),
    ((GOOD[:20] * 3)[:45], Weakness.REPEATED),
    ("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH", Weakness.SEQUENCE),
    ("9876543210zyxwvutsrqponmlkjihgfedcba98765432", Weakness.SEQUENCE),
    ("aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvv", Weakness.SEQUENCE),
    ("Password-Zk3vQ9tY7wB2mX8pL5rD1sF6hJ4gNc-2024", Weakness.WORDS),
    ("this-is-the-SECRET-of-our-shop-by-the-river-Han", Weakness.WORDS),
    ("django-insecure-Zk3vQ9tY7wB2mX8pL5rD1sF6hJ4gNc", Weakness.WORDS),
    ("qwerty-Zk3vQ9tY7wB2mX8pL5rD1sF6hJ4gNcUaEiOoTR", Weakness.WORDS),
]


@pytest.mark.parametrize(("value", "found"), WEAK, ids=[f"{found}-{number}" for number, (_, found) in enumerate(WEAK)])
def test_what_can_be_guessed_is_no_secret(value: str, found: Weakness) -> None:
    assert weakness(value, published="sandbox-host-token") is found


def test_a_random_text_of_forty_letters_is_one() -> None:
    assert len(GOOD) == SHORTEST
    assert weakness(GOOD, published="x") is None
    assert len(set("0123456789")) >= FEWEST_LETTERS


@pytest.mark.parametrize("make", [lambda: secrets.token_hex(20), lambda: secrets.token_urlsafe(30)], ids=["16진수", "base64"])
def test_what_the_usual_commands_make_is_strong(make: object) -> None:
    assert [made for made in (make() for _ in range(500)) if weakness(made, published="x")] == []  # type: ignore[operator]


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("MINISHOP_MODE", "production")
    return monkeypatch


@pytest.mark.parametrize("secret", DECLARED, ids=lambda secret: secret.variable)
@pytest.mark.parametrize("value", [value for value, _ in WEAK], ids=[str(number) for number, _ in enumerate(WEAK)])
def test_production_refuses_every_weak_secret_in_a_sentence_that_names_it(
    production: pytest.MonkeyPatch, secret: Secret, value: str
) -> None:
    name = secret.name_for("mall")
    production.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        secrets_of(secret, "mall")
    korean, english = str(refused.value).split(" / ")
    assert korean.startswith(f"{name}: ")
    assert english.startswith(f"{name} ")
    assert not value or value not in str(refused.value)


@pytest.mark.parametrize("secret", DECLARED, ids=lambda secret: secret.variable)
def test_production_refuses_the_published_one_of_each_and_takes_a_good_one(production: pytest.MonkeyPatch, secret: Secret) -> None:
    production.setenv(secret.name_for("mall"), secret.published.format(service="mall"))
    with pytest.raises(ImproperlyConfigured, match="published"):
        secrets_of(secret, "mall")
    production.setenv(secret.name_for("mall"), f" {GOOD} ")
    assert secret_of(secret, "mall") == GOOD


@pytest.mark.parametrize("secret", DECLARED, ids=lambda secret: secret.variable)
def test_a_sandbox_needs_none(monkeypatch: pytest.MonkeyPatch, secret: Secret) -> None:
    monkeypatch.setenv("MINISHOP_MODE", "sandbox")
    monkeypatch.delenv(secret.name_for("mall"), raising=False)
    assert secret_of(secret, "mall") == secret.published.format(service="mall")


def test_what_need_not_be_set_is_shut_then_and_judged_otherwise(production: pytest.MonkeyPatch) -> None:
    secret = next(secret for secret in DECLARED if "METRICS" in secret.variable)
    production.delenv(secret.name_for("mall"), raising=False)
    assert optional_secret_of(secret, "mall") == ""
    production.setenv(secret.name_for("mall"), "short")
    with pytest.raises(ImproperlyConfigured, match="shorter"):
        optional_secret_of(secret, "mall")
    production.setenv(secret.name_for("mall"), GOOD)
    assert optional_secret_of(secret, "mall") == GOOD


def test_of_several_each_must_be_strong_and_the_first_is_in_use(production: pytest.MonkeyPatch) -> None:
    several = next(secret for secret in DECLARED if secret.several)
    production.setenv(several.name_for("mall"), f"{GOOD},{GOOD[::-1]}")
    assert secrets_of(several, "mall") == (GOOD, GOOD[::-1])
    production.setenv(several.name_for("mall"), f"{GOOD},short")
    with pytest.raises(ImproperlyConfigured, match="shorter"):
        secrets_of(several, "mall")


@pytest.mark.parametrize("other", ["MALL_SECRET_KEY", "CHECKOUT_ENCRYPTION_KEYS"])
def test_one_secret_does_not_stand_for_another(production: pytest.MonkeyPatch, other: str) -> None:
    production.setenv("MINISHOP_HOST_TOKEN", GOOD)
    production.setenv(other, f"{GOOD[::-1]},{GOOD}" if other.endswith("KEYS") else GOOD)
    with pytest.raises(ImproperlyConfigured, match=f"MINISHOP_HOST_TOKEN is the same as {other}"):
        secret_of(next(secret for secret in DECLARED if "HOST" in secret.variable), "mall")


def test_settings_read_no_secret_past_the_declaration() -> None:
    """A new one that is read as a plain text would be judged by nobody. ``SECRET_KEY`` is the framework's name of what is declared."""
    words = ("KEY", "TOKEN", "SECRET", "PASSWORD")
    found = [
        f"{path.relative_to(SOURCE)}: {node.value}"
        for path in sorted({*SOURCE.glob("*/settings.py"), *SOURCE.glob("chassis/*.py")})
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper() and node.value.endswith(words)
    ]
    assert found == ["chassis/settings.py: SECRET_KEY"]
