"""How forms are shown: label, control, help and errors together, the errors beside their field."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

_BREAKS = re.compile(r"\s*[\x01-\x1f\x7f-\x9f\u2028\u2029]+\s*")


class Renderer(TemplatesSetting):
    """``FORM_RENDERER`` of every service: ``{{ form }}`` and ``{{ form.name.as_field_group }}`` in the house's shape."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class OneLine(forms.CharField):
    """A text of one line, such as a name: a blank where it was broken, as browsers have it, since subjects, text messages and lines of files
    are made of it. What is no browser's may send the break all the same."""

    def to_python(self, value: Any) -> str:
        """The text without breaks and other control characters; a NUL is left to be refused."""
        text = super().to_python(value) or ""
        return _BREAKS.sub(" ", text).strip() if self.strip else _BREAKS.sub(" ", text)
