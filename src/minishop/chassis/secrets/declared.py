"""Every secret that a service is told from outside, declared once. Production starts with none that is weak.

A sandbox needs none: each has a published value there, which production refuses.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from minishop.chassis import environment
from minishop.chassis.secrets.strength import FEWEST_LETTERS, SHORTEST, Weakness, weakness

_SENTENCES = {
    Weakness.MISSING: ("값이 없습니다", "is not set"),
    Weakness.PUBLISHED: ("소스에 공개된 샌드박스 값입니다", "is the published value of a sandbox"),
    Weakness.SHORT: (f"{SHORTEST}자보다 짧습니다", f"is shorter than {SHORTEST} characters"),
    Weakness.FEW_LETTERS: (
        f"서로 다른 글자가 {FEWEST_LETTERS}개보다 적습니다",
        f"has fewer than {FEWEST_LETTERS} different characters",
    ),
    Weakness.REPEATED: ("같은 말을 되풀이합니다", "repeats itself"),
    Weakness.SEQUENCE: ("차례로 이어지는 글자입니다", "is mostly characters in a row"),
    Weakness.WORDS: ("쉽게 떠올릴 말이 들어 있습니다", "contains a word that comes to everyone's mind"),
}


@dataclass(frozen=True, slots=True)
class Secret:
    """A kind of secret. ``variable`` and ``published`` may name the ``{service}``; ``several``: a list with commas, the first in use."""

    variable: str
    published: str
    several: bool = False

    def name_for(self, service: str) -> str:
        """The environment's variable."""
        return self.variable.format(service=service.upper())


SIGNING = Secret("{service}_SECRET_KEY", "sandbox-only-{service}-" + "x" * 40)
SEALING = Secret("{service}_ENCRYPTION_KEYS", "sandbox-only-{service}-sealing-key", several=True)
# With this a hosting platform (our mall) speaks for its shops.
HOST_TOKEN = Secret("MINISHOP_HOST_TOKEN", "sandbox-host-token")
# With this a collector reads an installation's metrics; without it nobody but operators does.
METRICS_TOKEN = Secret("MINISHOP_METRICS_TOKEN", "sandbox-metrics-token")
DECLARED = (SIGNING, SEALING, HOST_TOKEN, METRICS_TOKEN)


def secrets_of(secret: Secret, service: str) -> tuple[str, ...]:
    """The values of a secret, the one in use first. Raises ImproperlyConfigured with one sentence for a weak one in production."""
    name, published = secret.name_for(service), secret.published.format(service=service)
    value = os.environ.get(name, "").strip()
    if environment.mode() == "sandbox":
        return _split(secret, value or published)
    values = _split(secret, value)
    for each in values:
        _require_strong(name, each, published)
    _require_its_own(name, values)
    return values


def secret_of(secret: Secret, service: str) -> str:
    """The value in use. Raises ImproperlyConfigured."""
    return secrets_of(secret, service)[0]


def optional_secret_of(secret: Secret, service: str) -> str:
    """The value in use, empty where none is set: what it opens stays shut then. Raises ImproperlyConfigured for a weak one."""
    return secret_of(secret, service) if os.environ.get(secret.name_for(service), "").strip() else ""


def _split(secret: Secret, value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",")) if secret.several else (value,)


def _require_strong(name: str, value: str, published: str) -> None:
    found = weakness(value, published=published)
    if found is not None:
        korean, english = _SENTENCES[found]
        raise ImproperlyConfigured(f"{name}: {korean}. 운영 모드에서는 시작하지 않습니다. / {name} {english}")


def _require_its_own(name: str, values: tuple[str, ...]) -> None:
    """What one secret opens must not be opened by another's."""
    for other, value in os.environ.items():
        if other != name and not set(values).isdisjoint(value.split(",")):
            raise ImproperlyConfigured(
                f"{name}: {other}와(과) 같은 값입니다. 서로 다르게 정하세요. / {name} is the same as {other}"
            )
