"""``protocol/rest/openapi.json`` is what the code makes of itself. ``MINISHOP_WRITE=1`` writes it anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.urls import resolve

from minishop.checkout.api.description import description
from minishop.checkout.api.urls import no_such_api

FILE = Path(__file__).parents[3] / "protocol" / "rest" / "openapi.json"


def test_the_description_is_fresh() -> None:
    made = json.dumps(description(), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("MINISHOP_WRITE"):
        FILE.write_text(made, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == made


def test_every_described_address_is_served() -> None:
    for path in description()["paths"]:
        assert resolve(path.replace("{applicationId}", "1")).func is not no_such_api
