"""``reseal_secrets``: after a key was put first in ``<SERVICE>_ENCRYPTION_KEYS``, seals every stored secret with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models.functions import Cast

from minishop.chassis.secrets.fields import EncryptedField
from minishop.chassis.secrets.sealing import SecretUnreadable, is_of_first_key, unseal
from minishop.chassis.tenancy import across_tenants


class Command(BaseCommand):
    """Ends with how many secrets there are and how many were sealed anew; after it, older keys can be taken out of the list."""

    help = "Seals every stored secret with the first of the service's encryption keys."

    def handle(self, *_: Any, **__: Any) -> None:
        """Raises CommandError where a secret opens with none of the keys; what was sealed before it stays so."""
        seen = changed = 0
        for model, column in sealed_columns():
            try:
                with across_tenants("the keys of the service are everyone's"):
                    told = _reseal(model, column)
            except SecretUnreadable as unreadable:
                raise CommandError(f"{model._meta.label}.{column}: {unreadable}") from None
            seen, changed = seen + told[0], changed + told[1]
        self.stdout.write(f"{seen} secrets, {changed} sealed anew")


def sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the service that holds sealed secrets."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedField):
                yield model, field.name


def _reseal(model: type[models.Model], column: str) -> tuple[int, int]:
    """Row by row, each for itself: a service may go on working meanwhile."""
    rows = model._base_manager.order_by("pk")
    seen = changed = 0
    stored = rows.annotate(_stored=Cast(column, models.TextField())).values_list("pk", "_stored")
    for key, text in stored.iterator(chunk_size=500):
        if not text:
            continue
        seen += 1
        if not is_of_first_key(text):
            changed += 1
            _seal_again(model, key, column, unseal(text))
    return seen, changed


@transaction.atomic
def _seal_again(model: type[models.Model], key: Any, column: str, expected: str) -> None:
    row = model._base_manager.select_for_update().filter(pk=key).only("pk", column).first()
    # Whoever wrote it meanwhile used the first key already.
    if row is not None and getattr(row, column) == expected:
        model._base_manager.filter(pk=key).update(**{column: expected})
