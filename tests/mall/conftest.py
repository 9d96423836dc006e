"""What the mall's tests stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.mall.worlds import Cast, make_cast

from minishop.chassis.tenancy import scope
from minishop.mall.shops.models import Shop


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Uploads of a test go into the test's own folder."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def cast(db: None) -> Cast:
    """Two shops with something to leak, their owners, a member of staff, the host's operator."""
    return make_cast()


@pytest.fixture
def shop(cast: Cast) -> Iterator[Shop]:
    """The shop haru, inside its scope."""
    with scope(cast.haru.id):
        yield cast.haru
