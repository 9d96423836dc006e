"""The files of a form that came back."""

from __future__ import annotations

from django import template

from minishop.chassis.kept_forms.files import Kept

register = template.Library()


@register.inclusion_tag("kept_forms/_files.html")
def kept_files(kept: Kept | str, *fields: str) -> dict[str, object]:
    """Inside the ``<form>``: a ticked box for each kept file of these fields, and what has to be chosen again; nothing without any."""
    found = kept if isinstance(kept, Kept) else Kept()
    return {"files": [one for one in found.files if not fields or one.field in fields], "left_out": found.names_left_out(fields)}
