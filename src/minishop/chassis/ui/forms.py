"""How forms are shown: label, control, help and errors together, the errors beside their field."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """``FORM_RENDERER`` of every service: ``{{ form }}`` and ``{{ form.name.as_field_group }}`` in the house's shape."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
