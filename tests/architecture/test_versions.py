"""Every form that shows facts and changes them says what it showed, so that a save over a newer one is noticed.

Run with each service's settings: made from the pages themselves, so that a new form cannot be forgotten.
"""

from __future__ import annotations

import os
import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from tests.architecture.furnished import WALKS

from minishop.chassis.ui.versions import SHOWN

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].split(".")[1]
# Forms that stand filled and change nothing that is there, each with the reason; by where they lead.
NO_FACTS = {
    r".*/i18n/setlang/": "a language",
    r".*/office/\w+/orders/[\w-]+/dispatch/": "a number that is sent anew is a new dispatch; the old one stays in the history",
    r".*/office/\w+/products/display/": "the products to show or hide are chosen, not shown",
    r".*/office/\w+/entries/\w+/": "whom to apply to",
    r".*/cart/lines/(\d+/)?": "a quantity that one visitor wants",
    r".*/checkout/": "an order is made of it",
    r".*/customer/order\.nhn.*": "an order is made of it",
    r".*/pg/.*|.*/carriers/.*|.*/messages/.*|.*/clock/.*": "the sandbox: what a party answers next",
    r".*/login/|.*/signup/": "nobody's facts yet",
}
_FREE = ("text", "email", "tel", "number", "url", "search", "date", "checkbox", "radio", None)


def stands_filled(form: Tag) -> bool:
    """Whether a person finds something in it that they could change."""
    for control in form.find_all(["input", "textarea", "select"]):
        kind = control.get("type")
        if control.name == "input" and kind not in _FREE:
            continue
        if control.name == "textarea" and control.get_text().strip():
            return True
        if control.name == "select" and control.find("option", selected=True):
            return True
        if control.name == "input" and (control.has_attr("checked") if kind in ("checkbox", "radio") else control.get("value")):
            return True
    return False


def unversioned(client: Client, address: str) -> list[str]:
    """Where the forms of a page lead that show facts and do not say which."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    filled = [form for form in page.find_all("form") if form.get("method") == "post" and stands_filled(form)]
    without = [str(form.get("action") or address) for form in filled if not form.find("input", {"name": SHOWN, "value": True})]
    return [place for place in without if not any(re.fullmatch(pattern, place) for pattern in NO_FACTS)]


@pytest.mark.django_db
def test_every_form_that_changes_what_is_there_says_what_it_showed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {address: places for client, address in WALKS[SERVICE](monkeypatch) if (places := unversioned(client, address))}
    assert found == {}
