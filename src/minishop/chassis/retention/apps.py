from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "minishop.chassis.retention"
    label = "retention"
