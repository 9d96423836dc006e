from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "minishop.sandbox"
    label = "sandbox"
