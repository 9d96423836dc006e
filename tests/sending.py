"""What a browser sends of a form on a page: every field as it stands there, so that a test changes only what a person would."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag


def standing_in(answer: Any, action: str | None = None, **changed: str | list[str] | None) -> dict[str, Any]:
    """The fields of the first POST form that leads to ``action`` (None: to the page itself), with some of them changed.

    None takes a field out, as an unticked box. Raises LookupError where no such form stands.
    """
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    forms = [form for form in page.find_all("form") if form.get("method") == "post" and form.get("action") == action]
    if not forms:
        raise LookupError(f"no form to {action}")
    fields: dict[str, list[str]] = {}
    for control in forms[0].find_all(["input", "select", "textarea"]):
        for value in _sent(control):
            fields.setdefault(str(control["name"]), []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    sent: dict[str, Any] = {name: values if len(values) > 1 else values[0] for name, values in fields.items()}
    return {name: value for name, value in {**sent, **changed}.items() if value is not None}


def _sent(control: Tag) -> list[str]:
    if not control.get("name") or control.has_attr("disabled"):
        return []
    if control.name == "select":
        chosen = [option for option in control.find_all("option") if option.has_attr("selected")] or control.find_all("option")[:1]
        return [str(option.get("value", "")) for option in chosen]
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.get("type") in ("checkbox", "radio"):
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    return [] if control.get("type") in ("file", "submit") else [str(control.get("value", ""))]
