from django.apps import AppConfig


class KeptFormsConfig(AppConfig):
    name = "minishop.chassis.kept_forms"
    label = "kept_forms"
