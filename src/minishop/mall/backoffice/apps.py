from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "minishop.mall.backoffice"
    label = "mall_backoffice"
