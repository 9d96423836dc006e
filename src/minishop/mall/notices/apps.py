from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "minishop.mall.notices"
    label = "mall_notices"
